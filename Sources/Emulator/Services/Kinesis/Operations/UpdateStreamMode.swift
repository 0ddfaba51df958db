import Protocols
import Runtime

/// Switches between provisioned and on-demand, twice in 24 hours at most; its shards stay as they are. The present mode is
/// accepted and does not count (recorded from AWS).
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html
enum UpdateStreamMode: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Required<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let streamModeDetails = Required<Values<StreamModeDetails>>("StreamModeDetails")
    static let warmThroughput = Member<Int32>("WarmThroughputMiBps", .atLeast(0))
    static let shape = structure("UpdateStreamModeInput", streamARN, streamID, streamModeDetails, warmThroughput)
  }
  typealias Output = Nothing

  private static let dailyLimit = 2

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.active(name: nil, arn: input[Input.streamARN], request, service)
    let now = Int(request.now.milliseconds)
    let mode = input[Input.streamModeDetails][StreamModeDetails.streamMode]
    if let asked = input[Input.warmThroughput] {
      if mode != "ON_DEMAND" {
        throw AWSError.validation("WarmThroughputMiBps can be given for on-demand streams only.")
      }
      let rate = try WarmThroughput.rate(asked, request, service)
      var settings = stream.settings
      settings.warmThroughput = rate
      try service.store.put(settings, of: stream)
    }
    if mode != stream.settings.mode {
      if try service.store.changes(of: "mode", to: stream, since: now - 86_400_000) >= dailyLimit {
        throw AWSError.changeRateExceeded(stream)
      }
      let streams = service.store.streams(of: stream.account, in: stream.region)
      if mode == "ON_DEMAND" {
        try AccountLimits.checkOnDemand(streams, request)
      } else {
        try AccountLimits.check(adding: stream.openShards.count, to: streams, request)
      }
      try service.store.addChange(of: "mode", to: stream, now: now)
      try service.change(stream, .mode(mode), now: now)
    }
    return .now(Values())
  }
}
