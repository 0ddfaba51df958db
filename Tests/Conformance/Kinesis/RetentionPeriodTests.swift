import Protocols
import Support
import Testing

@testable import Kinesis

/// IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod (texts recorded from AWS).
@Suite struct RetentionPeriodTests {
  private func increase(_ hours: Int32, _ house: KinesisHouse) async -> String? {
    await house.refusal(IncreaseStreamRetentionPeriod.self) {
      $0[IncreaseStreamRetentionPeriod.Input.streamName] = "s"
      $0[IncreaseStreamRetentionPeriod.Input.retentionPeriodHours] = hours
    }
  }

  private func decrease(_ hours: Int32, _ house: KinesisHouse) async -> String? {
    await house.refusal(DecreaseStreamRetentionPeriod.self) {
      $0[DecreaseStreamRetentionPeriod.Input.streamName] = "s"
      $0[DecreaseStreamRetentionPeriod.Input.retentionPeriodHours] = hours
    }
  }

  @Test func boundsAndDirections() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(await increase(24, house) == nil)
    #expect(await decrease(24, house) == nil)
    #expect(await increase(25, house) == nil)
    #expect(
      await decrease(23, house)
        == "InvalidArgumentException: Minimum allowed retention period is 24 hours. Requested retention period (23 hours) "
        + "is too short.")
    #expect(
      await increase(8761, house)
        == "InvalidArgumentException: Maximum allowed retention period is 8760 hours. Requested retention period (8761 "
        + "hours) is too long.")
    #expect(
      await decrease(26, house)
        == "InvalidArgumentException: Requested retention period (26 hours) for stream s can not be longer than existing "
        + "retention period (25 hours). Use IncreaseRetentionPeriod API.")
    #expect(
      await increase(24, house)
        == "InvalidArgumentException: Requested retention period (24 hours) for stream s can not be shorter than existing "
        + "retention period (25 hours). Use DecreaseRetentionPeriod API.")
  }

  @Test func recordsAreTrimmedByTheEmulatorsClock() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.put("old")
    await house.house.advance(milliseconds: 23 * 3_600_000)
    let iterator = try await house.iterator()
    try await house.put("new")
    await house.house.advance(milliseconds: 3_600_000 - 240_000)
    #expect(try await house.data() == ["old", "new"])
    #expect(await increase(48, house) == nil)
    await house.house.advance(milliseconds: 3_600_000)
    #expect(try await house.data() == ["old", "new"])
    #expect(await decrease(24, house) == nil)
    #expect(try await house.data() == ["new"])
    #expect(await house.refusal(GetRecords.self) { $0[GetRecords.Input.shardIterator] = iterator } != nil)
    #expect(await house.storedRecords() == 2)
    await house.sweep()
    #expect(await house.storedRecords() == 1)
    await house.house.advance(milliseconds: 25 * 3_600_000)
    await house.sweep()
    // The last one stays as the memory of the counter, and is not shown.
    #expect(try await house.data() == [])
    #expect(await house.storedRecords() == 1)
  }

  @Test func theOldPeriodShowsWhileUpdating() async throws {
    let house = try await KinesisHouse.withStream(delay: 60_000)
    #expect(await increase(48, house) == nil)
    #expect(try await house.summary()[KinesisHouse.Summary.retentionPeriodHours] == 24)
    #expect(
      await increase(48, house)
        == "ResourceInUseException: Stream s under account 000000000000 not ACTIVE, instead in state UPDATING")
    try await house.put("taken while UPDATING")
    await house.house.advance(milliseconds: 60_000)
    try await house.untilStatus("ACTIVE")
    #expect(try await house.summary()[KinesisHouse.Summary.retentionPeriodHours] == 48)
  }
}
