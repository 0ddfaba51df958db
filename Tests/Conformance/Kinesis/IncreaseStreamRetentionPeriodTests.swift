import Protocols
import Support
import Testing

@testable import Kinesis

/// Its behaviour is in RetentionPeriodTests, with its counterpart's; here its shape.
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
}
