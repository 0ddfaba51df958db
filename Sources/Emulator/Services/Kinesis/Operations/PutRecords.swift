import Protocols
import Runtime

/// Appends up to 500 records, in their order within each shard. One invalid entry refuses them all; those that exceed a
/// shard's rate fail alone.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
enum PutRecords: AWSOperation {
  enum Input: StructureShape {
    static let records = Required<[Values<PutRecordsRequestEntry>]>("Records", .length(1...500))
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    /// Newer than the pinned model (recorded from AWS).
    static let dryRun = Member<Bool>("DryRun", .beyondModel)
    static let shape = structure("PutRecordsInput", records, streamName, streamARN, streamID, dryRun)
  }
  enum PutRecordsRequestEntry: StructureShape {
    static let data = Required<Blob>("Data", .length(0...10_485_760))
    static let explicitHashKey = Member<String>("ExplicitHashKey", KinesisTraits.explicitHashKeyPattern)
    static let partitionKey = Required<String>("PartitionKey", .length(1...256))
    static let shape = structure("PutRecordsRequestEntry", partitionKey, explicitHashKey, data)
  }
  enum Output: StructureShape {
    static let failedRecordCount = Member<Int32>("FailedRecordCount")
    static let records = Required<[Values<PutRecordsResultEntry>]>("Records")
    /// Where the stream is encrypted.
    static let encryptionType = Member<String>("EncryptionType")
    static let shape = structure("PutRecordsOutput", encryptionType, failedRecordCount, records)
  }
  enum PutRecordsResultEntry: StructureShape {
    static let sequenceNumber = Member<String>("SequenceNumber")
    static let shardID = Member<String>("ShardId")
    static let errorCode = Member<String>("ErrorCode")
    static let errorMessage = Member<String>("ErrorMessage")
    static let shape = structure("PutRecordsResultEntry", errorCode, errorMessage, sequenceNumber, shardID)
  }

  /// Data and partition keys of one call, in bytes.
  private static let callLimit = 10 << 20

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.usable(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    let entries = input[Input.records]
    var total = 0
    var shards: [StreamShard] = []
    shards.reserveCapacity(entries.count)
    for entry in entries {
      let key = entry[PutRecordsRequestEntry.partitionKey]
      let size = entry[PutRecordsRequestEntry.data].count + key.utf8.count
      try RecordRouting.checkSize(size, of: stream)
      total += size
      shards.append(try RecordRouting.shard(of: stream, key, entry[PutRecordsRequestEntry.explicitHashKey]))
    }
    if total > callLimit {
      throw AWSError.invalidArgument("Records size exceeds 10 MB limit")
    }
    if input[Input.dryRun] == true { throw AWSError.dryRun("PutRecords") }
    var results: [Values<PutRecordsResultEntry>] = []
    results.reserveCapacity(entries.count)
    let now = Int(request.now.milliseconds)
    let isEncrypted = stream.isEncrypted
    let append = service.store.beginAppend(to: stream, now: now)
    var failed = 0
    for (entry, shard) in zip(entries, shards) {
      let key = entry[PutRecordsRequestEntry.partitionKey]
      let data = entry[PutRecordsRequestEntry.data]
      if service.throttles, !shard.throughput.write(data.count + key.utf8.count, now: now) {
        failed += 1
        results.append(
          .with {
            $0[PutRecordsResultEntry.errorCode] = "ProvisionedThroughputExceededException"
            $0[PutRecordsResultEntry.errorMessage] = AWSError.shardRateMessage(shard, stream)
          })
        continue
      }
      if service.throttles, shard.throughput.isHot { service.scale(stream) }
      let number = try service.store.append(data.bytes, key, to: shard, append)
      results.append(
        .with {
          $0[PutRecordsResultEntry.sequenceNumber] = number.text
          $0[PutRecordsResultEntry.shardID] = shard.id
        })
    }
    if failed < entries.count { service.changed(stream) }
    return .now(
      .with {
        $0[Output.failedRecordCount] = Int32(failed)
        $0[Output.records] = results
        if isEncrypted { $0[Output.encryptionType] = "KMS" }
      })
  }
}
