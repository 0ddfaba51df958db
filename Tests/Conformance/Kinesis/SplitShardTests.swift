import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct SplitShardTests {
  @Test func childrenTakeTheTwoHalvesAndTheParentEnds() async throws {
    let house = try await KinesisHouse.withStream()
    let before = try await house.put("before")
    try await house.split(at: "1000")
    let shards = try await house.shards()
    #expect(shards.map { $0[Shard.shardID] } == (0...2).map { "shardId-00000000000\($0)" })
    #expect(shards.map { $0[Shard.parentShardID] } == [nil, KinesisHouse.first, KinesisHouse.first])
    #expect(shards.map { $0[Shard.adjacentParentShardID] } == [nil, nil, nil])
    #expect(
      shards.map { $0[Shard.hashKeyRange] }.map {
        [$0[HashKeyRange.startingHashKey], $0[HashKeyRange.endingHashKey]]
      } == [
        ["0", "340282366920938463463374607431768211455"], ["0", "999"],
        ["1000", "340282366920938463463374607431768211455"],
      ])
    #expect(try await house.put("low", hash: "999").shard == "shardId-000000000001")
    #expect(try await house.put("high", hash: "1000").shard == "shardId-000000000002")
    // Numbers grow from parent to child, whatever the clock does.
    let ending = try #require(
      shards[0][Shard.sequenceNumberRange][SequenceNumberRange.endingSequenceNumber].flatMap(SequenceNumber.init))
    let starting = try #require(
      SequenceNumber(shards[1][Shard.sequenceNumberRange][SequenceNumberRange.startingSequenceNumber]))
    #expect(ending.counter == 0x7fff_ffff_ffff_ffff)
    #expect(starting.shardCreated == ending.time + 1)
    #expect(before.number < ending.text && ending.text < starting.text)
    #expect(try await house.data() == ["before"])
  }

  /// AWS's bounds: greater than the start plus one, less than the end.
  @Test(arguments: ["0", "1", "340282366920938463463374607431768211455", "999999999999999999999999999999999999999"])
  func refusesAKeyThatLeavesOneChildEmpty(key: String) async throws {
    let house = try await KinesisHouse.withStream()
    let refusal = await house.refusal(SplitShard.self) {
      $0[SplitShard.Input.streamName] = "s"
      $0[SplitShard.Input.shardToSplit] = "shard-0"
      $0[SplitShard.Input.newStartingHashKey] = key
    }
    #expect(
      refusal == "InvalidArgumentException: NewStartingHashKey \(key) used in SplitShard() on shard "
        + "shardId-000000000000 in stream s under account 000000000000 is not both greater than one plus the shard's "
        + "StartingHashKey 0 and less than the shard's EndingHashKey 340282366920938463463374607431768211455.")
  }

  @Test func refusesAClosedShardAnUnknownOneAndAnOnDemandStream() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.split()
    func refusal(_ shard: String, of stream: String = "s") async -> String? {
      await house.refusal(SplitShard.self) {
        $0[SplitShard.Input.streamName] = stream
        $0[SplitShard.Input.shardToSplit] = shard
        $0[SplitShard.Input.newStartingHashKey] = "9"
      }
    }
    #expect(
      await refusal(KinesisHouse.first)
        == "InvalidArgumentException: Shard shardId-000000000000 in stream s under account 000000000000 has already been "
        + "merged or split, and thus is not eligible for merging or splitting.")
    #expect(
      await refusal("shardId-5")
        == "ResourceNotFoundException: Could not find shard shardId-5 in stream s under account 000000000000.")
    try await house.createOnDemand("d")
    #expect(
      await refusal(KinesisHouse.first, of: "d")
        == "ValidationException: Request is invalid. Stream d under account 000000000000 is in On-Demand mode.")
    #expect(
      await refusal("x", of: "none")
        == "ResourceNotFoundException: Stream none under account 000000000000 not found.")
  }

  /// The members in AWS's order, and two errors of one value.
  @Test func reportsEveryViolationInAWSsOrder() async throws {
    let house = try KinesisHouse()
    let refusal = try #require(
      await house.refusal(SplitShard.self) {
        $0[SplitShard.Input.streamName] = ""
        $0[SplitShard.Input.shardToSplit] = ""
        $0[SplitShard.Input.newStartingHashKey] = ""
      })
    #expect(refusal.hasPrefix("ValidationException: 5 validation errors detected: "))
    let members = refusal.split(separator: " at '").dropFirst().map { $0.prefix { $0 != "'" } }
    #expect(members == ["newStartingHashKey", "streamName", "streamName", "shardToSplit", "shardToSplit"])
    #expect(
      refusal.contains(
        #"'newStartingHashKey' failed to satisfy constraint: Member must satisfy regular expression pattern: "#
          + #"0|([1-9]\d{0,38});"#))
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "SplitShard",
        #"{"StreamName":"s","ShardToSplit":"shardId-000000000000","NewStartingHashKey":"1000"}"#)
        == "200")
    #expect(
      await house.wire(
        "SplitShard",
        #"{"StreamName":"s","ShardToSplit":"shardId-000000000001","NewStartingHashKey":"x"}"#)
          == #"""
          400
          {"__type":"ValidationException",
          "message":"1 validation error detected: Value 'x' at 'newStartingHashKey'
          failed to satisfy constraint: Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})"}
          """#)
  }
}
