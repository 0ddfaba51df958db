import Protocols
import Runtime

/// A stream without its shards.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html
enum DescribeStreamSummary: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("DescribeStreamSummaryInput", streamName, streamARN, streamID)
  }
  enum Output: StructureShape {
    static let streamDescriptionSummary = Required<Values<StreamDescriptionSummary>>("StreamDescriptionSummary")
    static let shape = structure("DescribeStreamSummaryOutput", streamDescriptionSummary)
  }
  enum StreamDescriptionSummary: StructureShape {
    static let streamName = Required<String>("StreamName")
    static let streamARN = Required<String>("StreamARN")
    static let streamStatus = Required<String>("StreamStatus")
    static let streamModeDetails = Member<Values<StreamModeDetails>>("StreamModeDetails")
    static let retentionPeriodHours = Required<Int32>("RetentionPeriodHours")
    static let streamCreationTimestamp = Required<Timestamp>("StreamCreationTimestamp")
    static let enhancedMonitoring = Required<[Values<EnhancedMetrics>]>("EnhancedMonitoring")
    static let encryptionType = Member<String>("EncryptionType")
    static let keyID = Member<String>("KeyId")
    static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput")
    /// Absent while CREATING and DELETING, although the model requires it (recorded from AWS).
    static let openShardCount = Member<Int32>("OpenShardCount")
    static let consumerCount = Member<Int32>("ConsumerCount")
    static let maxRecordSize = Member<Int32>("MaxRecordSizeInKiB")
    // Newer than the pinned model (recorded from AWS). There are no channels here.
    static let channelCount = Member<Int32>("ChannelCount", .beyondModel)
    static let recordDistributionStrategy = Member<String>("RecordDistributionStrategy", .beyondModel)
    static let shape = structure(
      "StreamDescriptionSummary", channelCount, consumerCount, encryptionType, enhancedMonitoring, keyID, maxRecordSize,
      openShardCount, recordDistributionStrategy, retentionPeriodHours, streamARN, streamCreationTimestamp,
      streamModeDetails, streamName,
      streamStatus, warmThroughput)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    return .now(
      .with { out in
        out[Output.streamDescriptionSummary] = .with { summary in
          summary[StreamDescriptionSummary.streamName] = stream.name
          summary[StreamDescriptionSummary.streamARN] = stream.arn
          summary[StreamDescriptionSummary.streamStatus] = stream.status.rawValue
          summary[StreamDescriptionSummary.streamModeDetails] = StreamModeDetails.of(stream)
          summary[StreamDescriptionSummary.retentionPeriodHours] = Int32(stream.settings.retentionHours)
          summary[StreamDescriptionSummary.streamCreationTimestamp] = Timestamp(
            milliseconds: Int64(stream.created / 1000 * 1000))
          summary[StreamDescriptionSummary.enhancedMonitoring] = EnhancedMetrics.of(stream)
          summary[StreamDescriptionSummary.encryptionType] = stream.settings.keyID == nil ? "NONE" : "KMS"
          summary[StreamDescriptionSummary.keyID] = stream.settings.keyID
          if stream.settings.isUsable {
            summary[StreamDescriptionSummary.openShardCount] = Int32(stream.openShards.count)
          }
          summary[StreamDescriptionSummary.consumerCount] = Int32(stream.consumers.count)
          summary[StreamDescriptionSummary.channelCount] = 0
          if stream.isOnDemand { summary[StreamDescriptionSummary.recordDistributionStrategy] = "USER_PARTITION_KEY" }
          summary[StreamDescriptionSummary.maxRecordSize] = Int32(stream.settings.maxRecordKiB)
          if stream.isOnDemand, let rate = stream.settings.warmThroughput {
            summary[StreamDescriptionSummary.warmThroughput] = WarmThroughput.of(rate)
          }
        }
      })
  }
}
