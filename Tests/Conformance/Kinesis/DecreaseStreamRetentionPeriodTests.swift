import Protocols
import Support
import Testing

@testable import Kinesis

/// Its rules are in RetentionPeriodTests, with its counterpart's; here what is its own.
@Suite struct DecreaseStreamRetentionPeriodTests {
  @Test func theHoursAreRequired() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(DecreaseStreamRetentionPeriod.self) {
        $0[DecreaseStreamRetentionPeriod.Input.streamName] = "s"
      }
        == "ValidationException: 1 validation error detected: Value null at 'retentionPeriodHours' failed to satisfy "
        + "constraint: Member must not be null")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("DecreaseStreamRetentionPeriod", #"{"StreamName":"s","RetentionPeriodHours":24}"#)
        == "200")
    #expect(
      await house.wire("DecreaseStreamRetentionPeriod", #"{"StreamName":"s","RetentionPeriodHours":25}"#)
        == #"""
        400
        {"__type":"InvalidArgumentException",
        "message":"Requested retention period (25 hours) for stream s can not be longer than existing retention period (24 hours). Use IncreaseRetentionPeriod API."}
        """#)
  }
}
