import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct UpdateShardCountTests {
  private func refusal(_ house: KinesisHouse, _ target: Int32) async -> String? {
    await house.refusal(UpdateShardCount.self) {
      $0[UpdateShardCount.Input.streamName] = "s"
      $0[UpdateShardCount.Input.targetShardCount] = target
      $0[UpdateShardCount.Input.scalingType] = "UNIFORM_SCALING"
    }
  }

  private func openRanges(_ house: KinesisHouse) async throws -> [[String]] {
    try await house.shards {
      $0[ListShards.Input.shardFilter] = .with { $0[ListShards.ShardFilter.type] = "AT_LATEST" }
    }
    .map { $0[Shard.hashKeyRange] }
    .sorted {
      $0[HashKeyRange.startingHashKey].count < $1[HashKeyRange.startingHashKey].count
        || $0[HashKeyRange.startingHashKey] < $1[HashKeyRange.startingHashKey]
    }
    .map { [$0[HashKeyRange.startingHashKey], $0[HashKeyRange.endingHashKey]] }
  }

  /// The shards that AWS made of two (recorded): each is split at the new boundary, the middle pieces are merged.
  @Test func twoBecomeThreeAsOnAWS() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    let answer = try await house.resize(3)
    #expect(answer[UpdateShardCount.Output.currentShardCount] == 2)
    #expect(answer[UpdateShardCount.Output.targetShardCount] == 3)
    #expect(answer[UpdateShardCount.Output.streamARN] == KinesisHouse.arn)
    let parents = try await house.shards().map { [$0[Shard.parentShardID], $0[Shard.adjacentParentShardID]] }
    func id(_ n: Int) -> String { "shardId-00000000000\(n)" }
    #expect(
      parents == [
        [nil, nil], [nil, nil], [id(0), nil], [id(0), nil], [id(1), nil], [id(1), nil], [id(3), id(4)],
      ])
    #expect(
      try await openRanges(house).map { $0[0] } == [
        "0", "113427455640312821154458202477256070485", "226854911280625642308916404954512140970",
      ])
  }

  @Test(arguments: [(1, 2), (2, 4), (4, 2), (5, 3), (3, 1), (7, 13), (13, 7), (100, 51)])
  func theNewRangesAreEvenAndCoverTheSpace(from: Int, to: Int32) async throws {
    let house = try await KinesisHouse.withStream(shards: from)
    _ = try await house.resize(to)
    let wanted = HashKey.even(Int(to)).map { [$0.start.text, $0.end.text] }
    #expect(Set(try await openRanges(house)) == Set(wanted))
    // Doubling and halving make no short-lived shards.
    let made = try await house.shards().count - from
    if Int(to) == from * 2 || Int(to) * 2 == from { #expect(made == Int(to)) }
  }

  @Test func atMostTwiceAndAtLeastHalfRoundedDown() async throws {
    let house = try await KinesisHouse.withStream(shards: 5)
    #expect(
      await refusal(house, 11)
        == "InvalidArgumentException: UpdateShardCount cannot scale up over double your current open shard count. Current "
        + "open shard count: 5 Target shard count: 11")
    #expect(await refusal(house, 1)?.hasPrefix("InvalidArgumentException: UpdateShardCount cannot scale down") == true)
    #expect(await refusal(house, 2) == nil)
    #expect(
      await refusal(house, 0)
        == "ValidationException: 1 validation error detected: Value '0' at 'targetShardCount' failed to satisfy "
        + "constraint: Member must have value greater than or equal to 1")
  }

  @Test func tenTimesInADayAndThePresentNumberIsFree() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    for round in 0..<10 {
      _ = try await house.resize(round % 2 == 0 ? 3 : 2)
      _ = try await house.resize(round % 2 == 0 ? 3 : 2)
    }
    #expect(
      await refusal(house, 3)
        == "LimitExceededException: Rate exceeded for stream s under account 000000000000.")
    await house.house.advance(milliseconds: 86_400_001)
    #expect(await refusal(house, 3) == nil)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "UpdateShardCount",
        #"{"StreamName":"s","TargetShardCount":2,"ScalingType":"UNIFORM_SCALING"}"#)
          == #"""
          200
          {"CurrentShardCount":1,
          "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",
          "StreamName":"s",
          "TargetShardCount":2}
          """#)
    #expect(
      await house.wire(
        "UpdateShardCount",
        #"{"StreamName":"s","TargetShardCount":0,"ScalingType":"UNIFORM_SCALING"}"#)
          == #"""
          400
          {"__type":"ValidationException",
          "message":"1 validation error detected: Value '0' at 'targetShardCount'
          failed to satisfy constraint: Member must have value greater than or equal to 1"}
          """#)
  }
}
