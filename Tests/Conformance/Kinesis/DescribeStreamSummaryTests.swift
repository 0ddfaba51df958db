import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct DescribeStreamSummaryTests {
  private typealias S = DescribeStreamSummary.StreamDescriptionSummary

  @Test func tellsWhatTheStreamIs() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    try await house.split(at: "1000")
    try await house.register()
    let summary = try await house.summary()
    #expect(summary[S.streamARN] == KinesisHouse.arn)
    #expect(summary[S.streamStatus] == "ACTIVE")
    #expect(summary[S.openShardCount] == 3)
    #expect(summary[S.consumerCount] == 1)
    #expect(summary[S.encryptionType] == "NONE" && summary[S.keyID] == nil)
    #expect(summary[S.retentionPeriodHours] == 24)
    #expect(summary[S.maxRecordSize] == 1024)
    #expect(summary[S.enhancedMonitoring].map { $0[EnhancedMetrics.shardLevelMetrics] } == [[]])
    #expect(summary[S.streamCreationTimestamp].milliseconds % 1000 == 0)
    #expect(!summary.has(S.warmThroughput))
  }

  /// The open shards are absent while CREATING, not 0 (recorded from AWS).
  @Test func noOpenShardCountWhileCreating() async throws {
    let house = try KinesisHouse(delay: 60_000)
    try await house.create()
    let summary = try await house.summary()
    #expect(summary[S.streamStatus] == "CREATING" && !summary.has(S.openShardCount))
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "DescribeStreamSummary",
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}"#)
          == #"""
          200
          {"StreamDescriptionSummary":{"ChannelCount":0,
          "ConsumerCount":0,
          "EncryptionType":"NONE",
          "EnhancedMonitoring":[{"ShardLevelMetrics":[]}],
          "MaxRecordSizeInKiB":1024,
          "OpenShardCount":1,
          "RetentionPeriodHours":24,
          "StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",
          "StreamCreationTimestamp":<time>,
          "StreamModeDetails":{"StreamMode":"PROVISIONED"},
          "StreamName":"s",
          "StreamStatus":"ACTIVE"}}
          """#)
    #expect(
      await house.wire("DescribeStreamSummary", #"{"StreamName":"a b"}"#)
        == #"""
        400
        {"__type":"ValidationException",
        "message":"1 validation error detected: Value 'a b' at 'streamName'
        failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"}
        """#)
  }
}
