import Protocols
import Runtime

/// A stream and its shards, a page of them.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html
enum DescribeStream: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let limit = Member<Int32>("Limit", .range(1...10000))
    static let exclusiveStartShardID = Member<String>(
      "ExclusiveStartShardId", .length(1...128), KinesisTraits.namePattern)
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure(
      "DescribeStreamInput", streamName, limit, exclusiveStartShardID, streamARN, streamID)
  }
  enum Output: StructureShape {
    static let streamDescription = Required<Values<StreamDescription>>("StreamDescription")
    static let shape = structure("DescribeStreamOutput", streamDescription)
  }
  enum StreamDescription: StructureShape {
    static let streamName = Required<String>("StreamName")
    static let streamARN = Required<String>("StreamARN")
    static let streamStatus = Required<String>("StreamStatus")
    static let streamModeDetails = Member<Values<StreamModeDetails>>("StreamModeDetails")
    static let shards = Required<[Values<Shard>]>("Shards")
    static let hasMoreShards = Required<Bool>("HasMoreShards")
    static let retentionPeriodHours = Required<Int32>("RetentionPeriodHours")
    static let streamCreationTimestamp = Required<Timestamp>("StreamCreationTimestamp")
    static let enhancedMonitoring = Required<[Values<EnhancedMetrics>]>("EnhancedMonitoring")
    static let encryptionType = Member<String>("EncryptionType")
    static let keyID = Member<String>("KeyId")
    static let shape = structure(
      "StreamDescription", encryptionType, enhancedMonitoring, hasMoreShards, keyID, retentionPeriodHours, shards,
      streamARN, streamCreationTimestamp, streamModeDetails, streamName, streamStatus)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    let limit = Int(input[Input.limit] ?? 100)
    // No shards are shown while CREATING.
    let isUsable = stream.settings.isUsable
    var shards = isUsable ? stream.visibleShards(now: Int(request.now.milliseconds))[...] : []
    if let start = input[Input.exclusiveStartShardID] {
      shards = shards.drop { !start.utf8.lexicographicallyPrecedes($0.id.utf8) }
    }
    return .now(
      .with { out in
        out[Output.streamDescription] = .with { description in
          description[StreamDescription.streamName] = stream.name
          description[StreamDescription.streamARN] = stream.arn
          description[StreamDescription.streamStatus] = stream.status.rawValue
          description[StreamDescription.streamModeDetails] = StreamModeDetails.of(stream)
          description[StreamDescription.shards] = shards.prefix(limit).map(Shard.of)
          description[StreamDescription.hasMoreShards] = shards.count > limit
          description[StreamDescription.retentionPeriodHours] = Int32(stream.settings.retentionHours)
          // AWS shows whole seconds.
          description[StreamDescription.streamCreationTimestamp] = Timestamp(
            milliseconds: Int64(stream.created / 1000 * 1000))
          description[StreamDescription.enhancedMonitoring] = EnhancedMetrics.of(stream)
          description[StreamDescription.encryptionType] = stream.settings.keyID == nil ? "NONE" : "KMS"
          description[StreamDescription.keyID] = stream.settings.keyID
        }
      })
  }
}
