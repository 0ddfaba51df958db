import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct UpdateAccountSettingsTests {
  private typealias C = MinimumThroughputBillingCommitment

  private func set(_ status: String, _ house: KinesisHouse) async throws -> String? {
    try await house.call(UpdateAccountSettings.self) {
      $0[UpdateAccountSettings.Input.commitment] = .with { $0[UpdateAccountSettings.Commitment.status] = status }
    }[UpdateAccountSettings.Output.commitment]?[C.status]
  }

  private func described(_ house: KinesisHouse) async throws -> Values<MinimumThroughputBillingCommitment> {
    try #require(try await house.call(DescribeAccountSettings.self)[DescribeAccountSettings.Output.commitment])
  }

  @Test func theCommitmentLastsADay() async throws {
    let house = try KinesisHouse()
    #expect(try await set("ENABLED", house) == "ENABLED")
    let enabled = try await described(house)
    #expect(
      enabled[C.earliestAllowedEndAt]?.milliseconds == enabled[C.startedAt].map { $0.milliseconds + 86_400_000 })
    #expect(try await set("DISABLED", house) == "ENABLED_UNTIL_EARLIEST_ALLOWED_END")
    await house.house.advance(milliseconds: 86_400_000)
    let disabled = try await described(house)
    #expect(disabled[C.status] == "DISABLED")
    #expect(disabled[C.endedAt] == enabled[C.earliestAllowedEndAt])
    #expect(try await set("ENABLED", house) == "ENABLED")
    await house.house.advance(milliseconds: 2 * 86_400_000)
    #expect(try await set("DISABLED", house) == "DISABLED")
  }

  @Test func refusesWhatItDoesNotKnow() async throws {
    let house = try KinesisHouse()
    let refusal = await house.refusal(UpdateAccountSettings.self) {
      $0[UpdateAccountSettings.Input.commitment] = .with { $0[UpdateAccountSettings.Commitment.status] = "MAYBE" }
    }
    #expect(refusal?.contains("Member must satisfy enum value set: [ENABLED, DISABLED]") == true)
    let missing = await house.refusal(UpdateAccountSettings.self)
    #expect(
      missing == "ValidationException: 1 validation error detected: Value null at 'minimumThroughputBillingCommitment' "
        + "failed to satisfy constraint: Member must not be null")
  }

  @Test func onTheWire() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.wire("UpdateAccountSettings", #"{"MinimumThroughputBillingCommitment":{"Status":"ENABLED"}}"#)
        == #"""
        200
        {"MinimumThroughputBillingCommitment":{"EarliestAllowedEndAt":<time>,
        "StartedAt":<time>,
        "Status":"ENABLED"}}
        """#)
    #expect(
      await house.wire("UpdateAccountSettings", #"{"MinimumThroughputBillingCommitment":{"Status":"SOME"}}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value 'SOME' at 'minimumThroughputBillingCommitment.status'
        failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED]"}
        """#)
  }
}
