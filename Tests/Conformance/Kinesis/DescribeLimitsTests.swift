import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DescribeLimitsTests {
  @Test func shardsOfOnDemandStreamsDoNotCount() async throws {
    let house = try await KinesisHouse.withStream(shards: 3)
    try await house.split(at: "1000")
    try await house.createOnDemand("d")
    let limits = try await house.call(DescribeLimits.self)
    #expect(limits[DescribeLimits.Output.shardLimit] == 6000)
    #expect(limits[DescribeLimits.Output.openShardCount] == 4)
    #expect(limits[DescribeLimits.Output.onDemandStreamCount] == 1)
    #expect(limits[DescribeLimits.Output.onDemandStreamCountLimit] == 50)
  }

  @Test func theLimitIsKept() async throws {
    let house = try await KinesisHouse.withStream(shards: 5999)
    try await house.create("t", shards: 1)
    let refusal = await house.refusal(SplitShard.self) {
      $0[SplitShard.Input.streamName] = "t"
      $0[SplitShard.Input.shardToSplit] = KinesisHouse.first
      $0[SplitShard.Input.newStartingHashKey] = "9"
    }
    #expect(
      refusal?.hasPrefix(
        "LimitExceededException: This request would exceed the shard limit for the account 000000000000 in us-east-1. "
          + "Current shard count for the account: 6000. Limit: 6000. Number of additional shards that would have resulted "
          + "from this request: 1.") == true)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    #expect(
      await house.wire("DescribeLimits", #"{}"#)
        == #"""
        200
        {"OnDemandStreamCount":0,
        "OnDemandStreamCountLimit":50,
        "OpenShardCount":2,
        "ShardLimit":6000}
        """#)
  }
}
