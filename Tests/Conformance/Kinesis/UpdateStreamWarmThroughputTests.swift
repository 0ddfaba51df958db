import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct UpdateStreamWarmThroughputTests {
  private func set(_ rate: Int32, _ house: KinesisHouse, of stream: String = "d") async -> String? {
    await house.refusal(UpdateStreamWarmThroughput.self) {
      $0[UpdateStreamWarmThroughput.Input.streamName] = stream
      $0[UpdateStreamWarmThroughput.Input.warmThroughput] = rate
    }
  }

  @Test func needsTheCommitmentAndAnOnDemandStream() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.createOnDemand("d")
    #expect(await set(0, house)?.hasPrefix("ValidationException: ") == true)
    _ = try await house.call(UpdateAccountSettings.self) {
      $0[UpdateAccountSettings.Input.commitment] = .with { $0[UpdateAccountSettings.Commitment.status] = "ENABLED" }
    }
    #expect(await set(5, house, of: "s")?.hasPrefix("ValidationException: ") == true)
    #expect(await set(5, house) == nil)
    let warm = try await house.summary("d")[KinesisHouse.Summary.warmThroughput]
    #expect(warm?[WarmThroughput.targetMiBps] == 5 && warm?[WarmThroughput.currentMiBps] == 5)
    #expect(await set(-1, house)?.contains("at 'warmThroughputMiBps' failed to satisfy constraint") == true)
  }

  @Test func onTheWire() async throws {
    let house = try KinesisHouse()
    try await house.createOnDemand()
    _ = await house.wire("UpdateAccountSettings", #"{"MinimumThroughputBillingCommitment":{"Status":"ENABLED"}}"#)
    #expect(
      await house.wire("UpdateStreamWarmThroughput", #"{"StreamName":"s","WarmThroughputMiBps":5}"#)
        == #"""
        200
        {"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",
        "StreamName":"s",
        "WarmThroughput":{"CurrentMiBps":5,
        "TargetMiBps":5}}
        """#)
    #expect(
      await house.wire("UpdateStreamWarmThroughput", #"{"StreamName":"s"}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value null at 'warmThroughputMiBps'
        failed to satisfy constraint: Member must not be null"}
        """#)
  }
}
