import Protocols
import Runtime
import Support
import Testing

@testable import Kinesis

/// Shards that follow the load, under `--kinesis-throttle` and a clock that stands.
@Suite struct OnDemandScalingTests {
  /// Half a MiB a second into the first quarter of the hash range, for a minute and one record more.
  private func heat(_ house: KinesisHouse, hash: String = "0") async throws {
    let half = String(repeating: "x", count: 1 << 19)
    for _ in 0..<60 {
      try await house.put(half, hash: hash)
      await house.house.advance(milliseconds: 1000)
    }
    try await house.put("behind", hash: hash)
  }

  private func open(_ house: KinesisHouse) async throws -> [Values<Shard>] {
    try await house.shards().filter { !$0[Shard.sequenceNumberRange].has(SequenceNumberRange.endingSequenceNumber) }
  }

  @Test func aHotShardIsSplitInTheMiddleAndNoOther() async throws {
    let house = try KinesisHouse(throttles: true)
    try await house.createOnDemand()
    await house.freeze()
    try await heat(house)
    try await eventually { try await open(house).count == 5 }
    let children = try await house.shards().suffix(2)
    #expect(children.map { $0[Shard.parentShardID] } == [KinesisHouse.first, KinesisHouse.first])
    #expect(
      children.map { $0[Shard.hashKeyRange][HashKeyRange.startingHashKey] } == [
        "0", "42535295865117307932921825928971026432",
      ])
    #expect(try await house.put("child", hash: "0").shard == "shardId-000000000004")
    #expect(await house.storedRecords() == 62)
    // A quiet minute splits nothing more.
    await house.house.advance(milliseconds: 120_000)
    try await house.put("quiet", hash: "0")
    #expect(try await open(house).count == 5)
  }

  @Test func provisionedStreamsAndThoseWithoutThrottleStayAsTheyAre() async throws {
    let provisioned = try await KinesisHouse.withStream(throttles: true)
    await provisioned.freeze()
    try await heat(provisioned)
    let free = try KinesisHouse()
    try await free.createOnDemand()
    await free.freeze()
    try await heat(free)
    #expect(try await open(provisioned).count == 1)
    #expect(try await open(free).count == 4)
  }

  /// With a delay the stream passes through UPDATING, and what was under way is known after a restart.
  @Test func theSplitTakesItsTimeUnderADelay() async throws {
    let house = try KinesisHouse(delay: 5000, throttles: true)
    try await house.createOnDemand()
    await house.freeze()
    await house.house.advance(milliseconds: 5000)
    try await house.untilStatus("ACTIVE")
    try await heat(house)
    try await house.untilStatus("UPDATING")
    #expect(try await open(house).count == 4)
    await house.house.advance(milliseconds: 5000)
    try await house.untilStatus("ACTIVE")
    #expect(try await open(house).count == 5)
    #expect(StreamChange(text: StreamChange.halve([0, 12]).text) == .halve([0, 12]))
  }
}
