package import Protocols
package import Runtime
package import Storage

/// Amazon Kinesis Data Streams (https://docs.aws.amazon.com/kinesis/latest/APIReference/Welcome.html), on one page: what
/// it is on the wire, what it can do, who sweeps behind it.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class KinesisService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "kinesis", title: "Kinesis", model: "kinesis/2013-12-02", signingName: "kinesis",
    targetPrefix: "Kinesis_20131202", rpcServiceName: "Kinesis_20131202",
    protocols: [.awsJSON(version: "1.1"), .kinesisCBOR, .rpcV2CBOR], bodyLimit: 16 << 20)

  package static let unbuilt = UnbuiltOperation.named(
    """
    DeleteResourcePolicy DeregisterStreamConsumer DescribeAccountSettings DescribeLimits DescribeStreamConsumer
    DisableEnhancedMonitoring EnableEnhancedMonitoring GetResourcePolicy ListStreamConsumers MergeShards
    PutResourcePolicy RegisterStreamConsumer SplitShard StartStreamEncryption StopStreamEncryption SubscribeToShard
    UpdateAccountSettings UpdateMaxRecordSize UpdateShardCount UpdateStreamMode UpdateStreamWarmThroughput
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(AddTagsToStream.self, on: self),
      OperationEntry(CreateStream.self, on: self),
      OperationEntry(DecreaseStreamRetentionPeriod.self, on: self),
      OperationEntry(DeleteStream.self, on: self),
      OperationEntry(DescribeStream.self, on: self),
      OperationEntry(DescribeStreamSummary.self, on: self),
      OperationEntry(GetRecords.self, on: self),
      OperationEntry(GetShardIterator.self, on: self),
      OperationEntry(IncreaseStreamRetentionPeriod.self, on: self),
      OperationEntry(ListShards.self, on: self),
      OperationEntry(ListStreams.self, on: self),
      OperationEntry(ListTagsForResource.self, on: self),
      OperationEntry(ListTagsForStream.self, on: self),
      OperationEntry(PutRecord.self, on: self),
      OperationEntry(PutRecords.self, on: self),
      OperationEntry(RemoveTagsFromStream.self, on: self),
      OperationEntry(TagResource.self, on: self),
      OperationEntry(UntagResource.self, on: self),
    ]
  }

  let store: KinesisStore
  let setting: ServiceSetting
  /// Called on the Loop after a commit that appended to the stream of that ARN: whoever follows it need not poll.
  private var followers: [String: [Int: @Sendable () -> Void]] = [:]
  private var nextFollower = 0

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    store = try KinesisStore(database)
    self.setting = setting
  }

  package func start() { scheduleSweep() }

  package func reset(account: String?) throws(AWSError) { try store.deleteStreams(of: account) }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { [("streams", store.streams.count)] }

  /// Follows a stream: `wake` is called on the Loop after every commit that appended to it. Returns what `unfollow` takes.
  package func follow(_ streamARN: String, _ wake: @escaping @Sendable () -> Void) -> Int {
    nextFollower += 1
    followers[streamARN, default: [:]][nextFollower] = wake
    return nextFollower
  }

  package func unfollow(_ streamARN: String, _ id: Int) { followers[streamARN]?[id] = nil }

  /// Wakes the followers once the round is committed.
  func appended(to stream: Stream) {
    guard let wakes = followers[stream.arn], !wakes.isEmpty else { return }
    store.round.afterCommit { [self] in
      guard let wakes = followers[stream.arn] else { return }
      for wake in wakes.values { wake() }
    }
  }

  /// The record with that sequence number, while its stream keeps it; for the trace.
  package func record(_ sequenceNumber: String) -> TracedRecord? {
    guard let number = SequenceNumber(sequenceNumber), number.counter < 1 << KinesisStore.counterBits else {
      return nil
    }
    let counter = Int(number.counter)
    for stream in store.streams.values {
      for shard in stream.shards where shard.created == number.shardCreated && shard.index == number.shardIndex {
        var found: TracedRecord?
        try? store.records(of: shard, from: counter, limit: 1) { record in
          // Shards of two streams may have the same index and second of creation: the time tells them apart.
          if record.counter == counter, record.time / 1000 == number.time {
            found = TracedRecord(
              sequenceNumber: sequenceNumber, streamARN: stream.arn, shard: shard.id, partitionKey: record.partitionKey,
              data: record.data, arrival: Timestamp(milliseconds: Int64(record.time)))
          }
          return false
        }
        if let found { return found }
      }
    }
    return nil
  }

  // MARK: Sweeping: records past their retention and those of deleted streams go in pages

  private static let sweepInterval: Int64 = 60_000

  private func sweepPage() async -> Bool? {
    await setting.cloud.step { [self] () throws(AWSError) -> Bool in try store.sweep(now: setting.clock.milliseconds) }
  }

  private func scheduleSweep() {
    setting.workers.at(milliseconds: setting.clock.milliseconds + KinesisService.sweepInterval) { [self] in
      setting.workers.spawn("kinesis sweep") { [self] in
        while await sweepPage() == true {}
        setting.cloud.loop.post { [self] in scheduleSweep() }
      }
    }
  }
}
