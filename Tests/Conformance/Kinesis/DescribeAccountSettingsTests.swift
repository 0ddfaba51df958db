import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DescribeAccountSettingsTests {
  @Test func withoutACommitmentItIsDisabled() async throws {
    let house = try KinesisHouse()
    let commitment = try await house.call(DescribeAccountSettings.self)[DescribeAccountSettings.Output.commitment]
    #expect(commitment?[MinimumThroughputBillingCommitment.status] == "DISABLED")
    #expect(commitment?.has(MinimumThroughputBillingCommitment.startedAt) == false)
  }

  @Test func onTheWire() async throws {
    let house = try KinesisHouse()
    _ = await house.wire("UpdateAccountSettings", #"{"MinimumThroughputBillingCommitment":{"Status":"ENABLED"}}"#)
    #expect(
      await house.wire("DescribeAccountSettings", #"{}"#)
        == #"""
        200
        {"MinimumThroughputBillingCommitment":{"EarliestAllowedEndAt":<time>,
        "StartedAt":<time>,
        "Status":"ENABLED"}}
        """#)
  }
}
