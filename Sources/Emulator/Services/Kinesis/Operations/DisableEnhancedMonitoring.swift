import Protocols
import Runtime

/// Switches shard-level metrics off.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DisableEnhancedMonitoring.html
enum DisableEnhancedMonitoring: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let shardLevelMetrics = Required<[String]>(
      "ShardLevelMetrics", .length(1...7), .each([KinesisTraits.metrics]))
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("DisableEnhancedMonitoringInput", streamName, shardLevelMetrics, streamARN, streamID)
  }
  typealias Output = EnhancedMonitoring

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.active(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    let now = Int(request.now.milliseconds)

    let unwanted = EnhancedMonitoring.expanded(input[Input.shardLevelMetrics])
    return .now(
      try EnhancedMonitoring.change(
        stream, to: Set(stream.settings.metrics).subtracting(unwanted), service, now: now))
  }
}
