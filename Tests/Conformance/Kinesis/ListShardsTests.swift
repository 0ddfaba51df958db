import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct ListShardsTests {
  @Test func filtersByTime() async throws {
    let house = try await KinesisHouse.withStream(shards: 1)
    await house.freeze()
    let start = await house.now()
    await house.house.advance(milliseconds: 10_000)
    try await house.split()
    await house.house.advance(milliseconds: 10_000)
    try await house.split("shardId-000000000001", at: "1000")
    await house.house.advance(milliseconds: 10_000)
    // 0 is open for 10 s, 1 and 2 follow, then 3 and 4 for 1.
    #expect(try await house.shards("AT_LATEST") == [2, 3, 4])
    #expect(try await house.shards("AT_TRIM_HORIZON") == [0])
    #expect(try await house.shards("FROM_TRIM_HORIZON") == [0, 1, 2, 3, 4])
    #expect(try await house.shards("AT_TIMESTAMP", at: start + 5000) == [0])
    #expect(try await house.shards("AT_TIMESTAMP", at: start + 10_000) == [1, 2])
    #expect(try await house.shards("AT_TIMESTAMP", at: start + 15_000) == [1, 2])
    #expect(try await house.shards("AT_TIMESTAMP", at: start + 25_000) == [2, 3, 4])
    #expect(try await house.shards("AT_TIMESTAMP", at: start - 1_000_000) == [0])
    #expect(try await house.shards("FROM_TIMESTAMP", at: start + 15_000) == [1, 2, 3, 4])
    #expect(try await house.shards("FROM_TIMESTAMP", at: start + 25_000) == [2, 3, 4])
    #expect(try await house.shards("AFTER_SHARD_ID", shard: "shardId-000000000002") == [3, 4])
    // The oldest record that is kept moves on: then 1 and 2 were open.
    await house.house.advance(milliseconds: 24 * 3_600_000 - 15_000)
    #expect(try await house.shards("AT_TRIM_HORIZON") == [1, 2])
    #expect(try await house.shards("FROM_TRIM_HORIZON") == [1, 2, 3, 4])
  }

  @Test func tokensKeepTheFilterAndExpire() async throws {
    let house = try await KinesisHouse.withStream(shards: 3)
    try await house.split(at: "1000")
    let page = try await house.call(ListShards.self) {
      $0[ListShards.Input.streamName] = "s"
      $0[ListShards.Input.maxResults] = 2
      $0[ListShards.Input.shardFilter] = .with { $0[ListShards.ShardFilter.type] = "AT_LATEST" }
    }
    let token = try #require(page[ListShards.Output.nextToken])
    let rest = try await house.call(ListShards.self) { $0[ListShards.Input.nextToken] = token }
    #expect(
      rest[ListShards.Output.shards]?.map { $0[Shard.shardID] } == ["shardId-000000000003", "shardId-000000000004"])
    func refusal(_ fill: (inout Values<ListShards.Input>) -> Void) async -> String? {
      await house.refusal(ListShards.self, fill)
    }
    #expect(
      await refusal {
        $0[ListShards.Input.nextToken] = token
        $0[ListShards.Input.streamName] = "s"
      } == "InvalidArgumentException: NextToken and StreamName cannot be provided together.")
    #expect(
      await refusal { $0[ListShards.Input.nextToken] = "x" } == "InvalidArgumentException: Invalid NextToken.")
    await house.house.advance(milliseconds: 301_000)
    #expect(await refusal { $0[ListShards.Input.nextToken] = token }?.hasPrefix("ExpiredNextTokenException") == true)
    #expect(
      await refusal {
        $0[ListShards.Input.streamName] = "s"
        $0[ListShards.Input.shardFilter] = .with { $0[ListShards.ShardFilter.type] = "AFTER_SHARD_ID" }
      }?.hasPrefix("InvalidArgumentException: ") == true)
  }

  @Test func aStreamThatIsBeingMadeHasNone() async throws {
    let house = try KinesisHouse(delay: 60_000)
    try await house.create()
    #expect(
      await house.refusal(ListShards.self) { $0[ListShards.Input.streamName] = "s" }
        == "ResourceInUseException: Stream s under account 000000000000 not ACTIVE, instead in state CREATING")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    #expect(
      await house.wire("ListShards", #"{"StreamName":"s","MaxResults":2}"#)
        == #"""
        200
        {"Shards":[{"HashKeyRange":{"EndingHashKey":"170141183460469231731687303715884105727",
        "StartingHashKey":"0"},
        "SequenceNumberRange":{"StartingSequenceNumber":"<number>"},
        "ShardId":"shardId-000000000000"},
        {"HashKeyRange":{"EndingHashKey":"340282366920938463463374607431768211455",
        "StartingHashKey":"170141183460469231731687303715884105728"},
        "SequenceNumberRange":{"StartingSequenceNumber":"<number>"},
        "ShardId":"shardId-000000000001"}]}
        """#)
    #expect(
      await house.wire("ListShards", #"{"StreamName":"s","NextToken":"x"}"#)
        == #"""
        400
        {"__type":"InvalidArgumentException",
        "message":"NextToken and StreamName cannot be provided together."}
        """#)
  }
}
