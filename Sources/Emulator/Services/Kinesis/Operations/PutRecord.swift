import Protocols
import Runtime

/// Appends one record. The shard follows from MD5 of the partition key, or from the explicit hash key.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
enum PutRecord: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let data = Required<Blob>("Data", .length(0...10_485_760))
    static let partitionKey = Required<String>("PartitionKey", .length(1...256))
    static let explicitHashKey = Member<String>("ExplicitHashKey", KinesisTraits.explicitHashKeyPattern)
    /// Only its form is checked: numbers of one shard always grow (recorded from AWS).
    static let sequenceNumberForOrdering = Member<String>(
      "SequenceNumberForOrdering", KinesisTraits.orderingPattern)
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    /// Newer than the pinned model (recorded from AWS).
    static let dryRun = Member<Bool>("DryRun", .beyondModel)
    static let shape = structure(
      "PutRecordInput", sequenceNumberForOrdering, partitionKey, explicitHashKey, data, streamName, streamARN, streamID,
      dryRun)
  }
  enum Output: StructureShape {
    static let sequenceNumber = Required<String>("SequenceNumber")
    static let shardID = Required<String>("ShardId")
    /// Where the stream is encrypted.
    static let encryptionType = Member<String>("EncryptionType")
    static let shape = structure("PutRecordOutput", encryptionType, sequenceNumber, shardID)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.usable(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    let key = input[Input.partitionKey]
    let data = input[Input.data]
    let shard = try RecordRouting.shard(of: stream, key, input[Input.explicitHashKey])
    let size = data.count + key.utf8.count
    try RecordRouting.checkSize(size, of: stream)
    if input[Input.dryRun] == true { throw AWSError.dryRun("PutRecord") }
    let now = Int(request.now.milliseconds)
    if service.throttles {
      guard shard.throughput.write(size, now: now) else { throw AWSError.shardRateExceeded(shard, stream) }
      if shard.throughput.isHot { service.scale(stream) }
    }
    let isEncrypted = stream.isEncrypted
    let number = try service.store.append(
      data.bytes, key, to: shard, service.store.beginAppend(to: stream, now: now))
    service.changed(stream)
    return .now(
      .with {
        $0[Output.sequenceNumber] = number.text
        $0[Output.shardID] = shard.id
        if isEncrypted { $0[Output.encryptionType] = "KMS" }
      })
  }
}
