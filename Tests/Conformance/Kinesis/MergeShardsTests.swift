import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct MergeShardsTests {
  private func refusal(_ house: KinesisHouse, _ first: String, _ second: String) async -> String? {
    await house.refusal(MergeShards.self) {
      $0[MergeShards.Input.streamName] = "s"
      $0[MergeShards.Input.shardToMerge] = first
      $0[MergeShards.Input.adjacentShardToMerge] = second
    }
  }

  @Test func theMergedShardHasBothParentsAndBothAreReadBeforeIt() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    try await house.put("low", hash: "0")
    try await house.put("high", hash: "340282366920938463463374607431768211455")
    #expect(await refusal(house, "shardId-000000000000", "shardId-000000000001") == nil)
    let merged = try #require(try await house.shards().last)
    #expect(merged[Shard.parentShardID] == "shardId-000000000000")
    #expect(merged[Shard.adjacentParentShardID] == "shardId-000000000001")
    #expect(merged[Shard.hashKeyRange][HashKeyRange.startingHashKey] == "0")
    #expect(merged[Shard.hashKeyRange][HashKeyRange.endingHashKey] == "340282366920938463463374607431768211455")
    for hash in ["0", "340282366920938463463374607431768211455"] {
      #expect(try await house.put("new", hash: hash).shard == "shardId-000000000002")
    }
    for shard in ["shardId-000000000000", "shardId-000000000001"] {
      let end = try await house.page(house.iterator(shard))
      #expect(end[GetRecords.Output.records].count == 1)
      #expect(!end.has(GetRecords.Output.nextShardIterator))
      let child = try #require(end[GetRecords.Output.childShards]?.first)
      #expect(child[ChildShard.shardID] == "shardId-000000000002")
      #expect(child[ChildShard.parentShards] == ["shardId-000000000000", "shardId-000000000001"])
    }
  }

  @Test func refusesShardsThatAreNotNeighboursInOrder() async throws {
    let house = try await KinesisHouse.withStream(shards: 3)
    for (first, second) in [("0", "2"), ("1", "0"), ("2", "2")] {
      #expect(
        await refusal(house, "shard-\(first)", "shard-\(second)")
          == "InvalidArgumentException: Shards shardId-00000000000\(first) and shardId-00000000000\(second) in stream s "
          + "under account 000000000000 are not an adjacent pair of shards eligible for merging")
    }
    #expect(
      await refusal(house, "shardId-9", "shardId-0")
        == "ResourceNotFoundException: Could not find shard shardId-9 in stream s under account 000000000000.")
    #expect(await refusal(house, "shardId-0", "shardId-1") == nil)
    #expect(
      await refusal(house, "shardId-0", "shardId-1")
        == "InvalidArgumentException: Shard shardId-000000000000 in stream s under account 000000000000 has already been "
        + "merged or split, and thus is not eligible for merging or splitting.")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    #expect(
      await house.wire(
        "MergeShards",
        #"{"StreamName":"s","ShardToMerge":"shardId-000000000000","AdjacentShardToMerge":"shardId-000000000001"}"#)
        == "200")
    #expect(
      await house.wire(
        "MergeShards",
        #"{"StreamName":"s","ShardToMerge":"shardId-000000000000","AdjacentShardToMerge":"shardId-000000000001"}"#)
          == #"""
          400
          {"__type":"InvalidArgumentException",
          "message":"Shard shardId-000000000000 in stream s under account 000000000000 has already been merged or split, and thus is not eligible for merging or splitting."}
          """#)
  }
}
