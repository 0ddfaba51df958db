package import Protocols
package import Runtime
package import Storage

/// Amazon Kinesis Data Streams (https://docs.aws.amazon.com/kinesis/latest/APIReference/Welcome.html), on one page: what
/// it is on the wire, what it can do, who follows its streams and who sweeps behind it.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class KinesisService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "kinesis", title: "Kinesis", model: "kinesis/2013-12-02", signingName: "kinesis",
    targetPrefix: "Kinesis_20131202", rpcServiceName: "Kinesis_20131202",
    protocols: [.awsJSON(version: "1.1"), .kinesisCBOR, .rpcV2CBOR], bodyLimit: 16 << 20,
    throttled: AWSError("ProvisionedThroughputExceededException", "Rate exceeded for shard."))

  package static let unbuilt: [UnbuiltOperation] = []

  package static let newer = [
    "CreateChannel", "CreateQueue", "DeleteChannel", "DescribeChannel", "ListChannels", "ReceiveQueueRecords",
    "UpdateChannel", "UpdateStreamRecordDistributionStrategy",
  ]

  package var operations: [OperationEntry] {
    guard setting.configuration.verifiesSignatures else { return all }
    let service = LoopOnly(self)
    return all.map { entry in
      entry.guarded { (input: Structure, request: RequestContext) throws(AWSError) in
        try ResourceAccess.check(entry.name, input, request, service.value)
      }
    }
  }

  private var all: [OperationEntry] {
    [
      OperationEntry(AddTagsToStream.self, on: self),
      OperationEntry(CreateStream.self, on: self),
      OperationEntry(DecreaseStreamRetentionPeriod.self, on: self),
      OperationEntry(DeleteResourcePolicy.self, on: self),
      OperationEntry(DeleteStream.self, on: self),
      OperationEntry(DeregisterStreamConsumer.self, on: self),
      OperationEntry(DescribeAccountSettings.self, on: self),
      OperationEntry(DescribeLimits.self, on: self),
      OperationEntry(DescribeStream.self, on: self),
      OperationEntry(DescribeStreamConsumer.self, on: self),
      OperationEntry(DescribeStreamSummary.self, on: self),
      OperationEntry(DisableEnhancedMonitoring.self, on: self),
      OperationEntry(EnableEnhancedMonitoring.self, on: self),
      OperationEntry(GetRecords.self, on: self),
      OperationEntry(GetResourcePolicy.self, on: self),
      OperationEntry(GetShardIterator.self, on: self),
      OperationEntry(IncreaseStreamRetentionPeriod.self, on: self),
      OperationEntry(ListShards.self, on: self),
      OperationEntry(ListStreamConsumers.self, on: self),
      OperationEntry(ListStreams.self, on: self),
      OperationEntry(ListTagsForResource.self, on: self),
      OperationEntry(ListTagsForStream.self, on: self),
      OperationEntry(MergeShards.self, on: self),
      OperationEntry(PutRecord.self, on: self),
      OperationEntry(PutRecords.self, on: self),
      OperationEntry(PutResourcePolicy.self, on: self),
      OperationEntry(RegisterStreamConsumer.self, on: self),
      OperationEntry(RemoveTagsFromStream.self, on: self),
      OperationEntry(SplitShard.self, on: self),
      OperationEntry(StartStreamEncryption.self, on: self),
      OperationEntry(StopStreamEncryption.self, on: self),
      OperationEntry(SubscribeToShard.self, on: self),
      OperationEntry(TagResource.self, on: self),
      OperationEntry(UntagResource.self, on: self),
      OperationEntry(UpdateAccountSettings.self, on: self),
      OperationEntry(UpdateMaxRecordSize.self, on: self),
      OperationEntry(UpdateShardCount.self, on: self),
      OperationEntry(UpdateStreamMode.self, on: self),
      OperationEntry(UpdateStreamWarmThroughput.self, on: self),
    ]
  }

  let store: KinesisStore
  let setting: ServiceSetting
  /// Open subscriptions, and those of the last seconds.
  let subscriptions = Subscriptions()
  /// By the streams' ARNs; they outlive their streams, so that who follows one follows its successor.
  private var audiences: [String: Audience] = [:]
  private var nextFollower = 0
  /// On-demand streams whose shards are about to be split.
  var scaling: Set<Int> = []

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    store = try KinesisStore(database)
    self.setting = setting
  }

  package func start() {
    scheduleSweep()
    awaitAllChanges()
  }

  package func endStreams() { subscriptions.endAll() }

  package func reset(account: String?) throws(AWSError) {
    for stream in store.streams.values where account == nil || stream.account == account { changed(stream) }
    try store.reset(account: account)
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { [("streams", store.streams.count)] }

  /// Records count against the shards' rates.
  var throttles: Bool { setting.configuration.kinesisThrottle }

  // MARK: Who follows a stream

  /// Follows a stream: `wake` is called on the Loop after every commit that appended to it or changed its shards. Returns
  /// what `unfollow` takes.
  package func follow(_ streamARN: String, _ wake: @escaping () -> Void) -> Int {
    nextFollower += 1
    audience(of: streamARN).add(nextFollower, wake)
    return nextFollower
  }

  package func unfollow(_ streamARN: String, _ id: Int) { audiences[streamARN]?.remove(id) }

  private func audience(of streamARN: String) -> Audience {
    if let known = audiences[streamARN] { return known }
    let new = Audience()
    audiences[streamARN] = new
    return new
  }

  /// Wakes the followers once the round is committed: records were appended, shards changed, or the stream goes.
  func changed(_ stream: Stream) {
    let audience = stream.audience ?? audience(of: stream.arn)
    stream.audience = audience
    audience.tell(in: store.round)
  }

  /// The record with that sequence number, while its stream keeps it; for the trace.
  package func record(_ sequenceNumber: String) -> TracedRecord? {
    guard let number = SequenceNumber(sequenceNumber), number.counter <= UInt64(KinesisStore.counterMask) else {
      return nil
    }
    let counter = Int(number.counter)
    for stream in store.streams.values {
      guard let shard = stream.shard(index: number.shardIndex), shard.created == number.shardCreated else { continue }
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
