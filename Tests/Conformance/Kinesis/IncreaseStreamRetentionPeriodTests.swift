import Protocols
import Support
import Testing

@testable import Kinesis

/// Its rules are in RetentionPeriodTests, with its counterpart's; here what is its own.
@Suite struct IncreaseStreamRetentionPeriodTests {
  @Test func theHoursAreRequired() async throws {
    let house = try KinesisHouse()
    #expect(
      await house.refusal(IncreaseStreamRetentionPeriod.self) {
        $0[IncreaseStreamRetentionPeriod.Input.streamName] = "s"
      }
        == "ValidationException: 1 validation error detected: Value null at 'retentionPeriodHours' failed to satisfy "
        + "constraint: Member must not be null")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("IncreaseStreamRetentionPeriod", #"{"StreamName":"s","RetentionPeriodHours":48}"#)
        == "200")
    #expect(
      await house.wire("IncreaseStreamRetentionPeriod", #"{"StreamName":"s","RetentionPeriodHours":8761}"#)
        == #"""
        400
        {"__type":"InvalidArgumentException",
        "message":"Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long."}
        """#)
  }
}
