import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct UpdateStreamModeTests {
  private func refusal(_ house: KinesisHouse, _ mode: String) async -> String? {
    await house.refusal(UpdateStreamMode.self) {
      $0[UpdateStreamMode.Input.streamARN] = KinesisHouse.arn
      $0[UpdateStreamMode.Input.streamModeDetails] = .with { $0[StreamModeDetails.streamMode] = mode }
    }
  }

  @Test func twiceInADayWhateverBecomesOfTheStream() async throws {
    let house = try await KinesisHouse.withStream(shards: 3)
    #expect(await refusal(house, "PROVISIONED") == nil)
    #expect(await refusal(house, "ON_DEMAND") == nil)
    let summary = try await house.summary()
    #expect(summary[KinesisHouse.Summary.streamModeDetails]?[StreamModeDetails.streamMode] == "ON_DEMAND")
    #expect(summary[KinesisHouse.Summary.openShardCount] == 3)
    #expect(await refusal(house, "PROVISIONED") == nil)
    let exceeded = "LimitExceededException: Rate exceeded for stream s under account 000000000000."
    #expect(await refusal(house, "ON_DEMAND") == exceeded)
    _ = try await house.call(DeleteStream.self) { $0[DeleteStream.Input.streamName] = "s" }
    try await house.create()
    #expect(await refusal(house, "ON_DEMAND") == exceeded)
    await house.house.advance(milliseconds: 86_400_001)
    #expect(await refusal(house, "ON_DEMAND") == nil)
    #expect(
      await refusal(house, "BOTH")
        == "ValidationException: 1 validation error detected: Value 'BOTH' at 'streamModeDetails.streamMode' failed to "
        + "satisfy constraint: Member must satisfy enum value set: [PROVISIONED, ON_DEMAND]")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "UpdateStreamMode",
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","StreamModeDetails":{"StreamMode":"ON_DEMAND"}}"#
      )
        == "200")
    #expect(
      await house.wire("UpdateStreamMode", #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value null at 'streamModeDetails'
        failed to satisfy constraint: Member must not be null"}
        """#)
  }
}
