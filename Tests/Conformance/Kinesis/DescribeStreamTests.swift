import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DescribeStreamTests {
  private typealias D = DescribeStream.StreamDescription

  private func describe(
    _ house: KinesisHouse, _ fill: (inout Values<DescribeStream.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> Values<DescribeStream.StreamDescription> {
    try await house.call(DescribeStream.self) {
      $0[DescribeStream.Input.streamName] = "s"
      fill(&$0)
    }[DescribeStream.Output.streamDescription]
  }

  @Test func pagesOfShards() async throws {
    let house = try await KinesisHouse.withStream(shards: 3)
    let first = try await describe(house) { $0[DescribeStream.Input.limit] = 2 }
    #expect(first[D.shards].map { $0[Shard.shardID] } == ["shardId-000000000000", "shardId-000000000001"])
    #expect(first[D.hasMoreShards])
    let rest = try await describe(house) { $0[DescribeStream.Input.exclusiveStartShardID] = "shardId-000000000001" }
    #expect(rest[D.shards].map { $0[Shard.shardID] } == ["shardId-000000000002"])
    #expect(!rest[D.hasMoreShards])
    let past = try await describe(house) { $0[DescribeStream.Input.exclusiveStartShardID] = "shardId-000000000009" }
    #expect(past[D.shards].isEmpty && !past[D.hasMoreShards])
    #expect(
      await house.refusal(DescribeStream.self) {
        $0[DescribeStream.Input.streamName] = "s"
        $0[DescribeStream.Input.limit] = 0
      }
        == "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member "
        + "must have value greater than or equal to 1")
  }

  @Test func noShardsWhileCreating() async throws {
    let house = try KinesisHouse(delay: 60_000)
    try await house.create(shards: 2)
    let creating = try await describe(house)
    #expect(creating[D.streamStatus] == "CREATING" && creating[D.shards].isEmpty)
    await house.house.advance(milliseconds: 60_000)
    try await house.untilStatus("ACTIVE")
    #expect(try await describe(house)[D.shards].count == 2)
  }

  @Test func closedShardsGoWithTheirRecords() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.put("old")
    try await house.split()
    #expect(try await describe(house)[D.shards].count == 3)
    await house.house.advance(milliseconds: 24 * 3_600_000 + 1000)
    #expect(try await describe(house)[D.shards].count == 2)
    await house.sweep()
    #expect(await house.storedRecords() == 0)
    #expect(try await house.shards().map { $0[Shard.parentShardID] } == [KinesisHouse.first, KinesisHouse.first])
  }

  @Test func theNamesOfStreamsAndARNsAgree() async throws {
    let house = try await KinesisHouse.withStream()
    func refusal(_ name: String?, _ arn: String?) async -> String? {
      await house.refusal(DescribeStream.self) {
        $0[DescribeStream.Input.streamName] = name
        $0[DescribeStream.Input.streamARN] = arn
      }
    }
    #expect(await refusal("s", KinesisHouse.arn) == nil)
    #expect(
      await refusal(nil, nil)
        == "InvalidArgumentException: Stream arn and stream name can't be empty at the same time")
    #expect(
      await refusal("t", KinesisHouse.arn)
        == "InvalidArgumentException: Input stream name t doesn't match the inferred name in stream arn s")
    let elsewhere = "arn:aws:kinesis:eu-west-1:000000000000:stream/s"
    #expect(
      await refusal(nil, elsewhere)
        == "InvalidArgumentException: The region specified in the ARN '\(elsewhere)' does not match the endpoint region"
    )
    #expect(
      await refusal(nil, "arn:aws:kinesis:us-east-1:111122223333:stream/s")
        == "UnrecognizedClientException: No account found for the given parameters")
    #expect(
      await refusal(KinesisHouse.arn, nil)
        == "ValidationException: 1 validation error detected: Value '\(KinesisHouse.arn)' at 'streamName' failed to satisfy "
        + "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire("DescribeStream", #"{"StreamName":"s"}"#)
        == #"""
        200
        {"StreamDescription":{"EncryptionType":"NONE",
        "EnhancedMonitoring":[{"ShardLevelMetrics":[]}],
        "HasMoreShards":false,
        "RetentionPeriodHours":24,
        "Shards":[{"HashKeyRange":{"EndingHashKey":"340282366920938463463374607431768211455",
        "StartingHashKey":"0"},
        "SequenceNumberRange":{"StartingSequenceNumber":"<number>"},
        "ShardId":"shardId-000000000000"}],
        "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",
        "StreamCreationTimestamp":<time>,
        "StreamModeDetails":{"StreamMode":"PROVISIONED"},
        "StreamName":"s",
        "StreamStatus":"ACTIVE"}}
        """#)
    #expect(
      await house.wire("DescribeStream", #"{"StreamName":"s","Limit":0}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value '0' at 'limit'
        failed to satisfy constraint: Member must have value greater than or equal to 1"}
        """#)
  }
}
