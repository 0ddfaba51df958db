import Protocols
import Support
import Testing

@testable import Kinesis

/// Its behaviour is in RetentionPeriodTests, with its counterpart's; here its shape.
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
}
