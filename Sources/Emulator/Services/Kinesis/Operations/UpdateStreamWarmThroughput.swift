import Protocols
import Runtime

/// Sets the throughput that an on-demand stream is to take at once. It is ready as soon as it is set.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamWarmThroughput.html
enum UpdateStreamWarmThroughput: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let warmThroughput = Required<Int32>("WarmThroughputMiBps", .atLeast(0))
    static let shape = structure("UpdateStreamWarmThroughputInput", streamARN, streamName, streamID, warmThroughput)
  }
  enum Output: StructureShape {
    static let streamARN = Member<String>("StreamARN")
    static let streamName = Member<String>("StreamName")
    static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput")
    static let shape = structure("UpdateStreamWarmThroughputOutput", streamARN, streamName, warmThroughput)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.active(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    let now = Int(request.now.milliseconds)

    if !stream.isOnDemand {
      throw AWSError.validation("WarmThroughputMiBps can be given for on-demand streams only.")
    }
    let rate = try WarmThroughput.rate(input[Input.warmThroughput], request, service)
    try service.change(stream, .warmThroughput(rate), now: now)
    return .now(
      .with {
        $0[Output.streamName] = stream.name
        $0[Output.streamARN] = stream.arn
        $0[Output.warmThroughput] = WarmThroughput.of(rate)
      })
  }
}
