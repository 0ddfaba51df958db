import Protocols
import Runtime

/// Splits and merges shards until the stream has so many, of even ranges: twice as many or half as many at most (half is
/// rounded down), ten times in 24 hours.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html
enum UpdateShardCount: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let targetShardCount = Required<Int32>("TargetShardCount", .atLeast(1))
    static let scalingType = Required<String>("ScalingType", .values(["UNIFORM_SCALING"]))
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure(
      "UpdateShardCountInput", streamName, targetShardCount, scalingType, streamARN, streamID)
  }
  enum Output: StructureShape {
    static let streamName = Member<String>("StreamName")
    static let currentShardCount = Member<Int32>("CurrentShardCount")
    static let targetShardCount = Member<Int32>("TargetShardCount")
    static let streamARN = Member<String>("StreamARN")
    static let shape = structure(
      "UpdateShardCountOutput", currentShardCount, streamARN, streamName, targetShardCount)
  }

  private static let dailyLimit = 10
  private static let largest = 10_000

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    if stream.isOnDemand { throw AWSError.onDemand(stream) }
    try StreamReference.check(stream)
    let current = stream.openShards.count
    let target = Int(input[Input.targetShardCount])
    // The present number is accepted and does not count.
    if target != current {
      try check(target, current)
      let now = Int(request.now.milliseconds)
      if target > current {
        try AccountLimits.check(
          adding: target - current, to: service.store.streams(of: stream.account, in: stream.region), request)
      }
      if try service.store.changes(of: "shards", to: stream, since: now - 86_400_000) >= dailyLimit {
        throw AWSError.changeRateExceeded(stream)
      }
      try service.store.addChange(of: "shards", to: stream, now: now)
      try service.change(stream, .resize(target), now: now)
    }
    return .now(
      .with {
        $0[Output.streamName] = stream.name
        $0[Output.streamARN] = stream.arn
        $0[Output.currentShardCount] = Int32(current)
        $0[Output.targetShardCount] = Int32(target)
      })
  }

  private static func check(_ target: Int, _ current: Int) throws(AWSError) {
    let counts = "Current open shard count: \(current) Target shard count: \(target)"
    if target > current * 2 {
      throw AWSError.invalidArgument(
        "UpdateShardCount cannot scale up over double your current open shard count. \(counts)")
    }
    if target < current / 2 {
      throw AWSError.invalidArgument(
        "UpdateShardCount cannot scale down below half your current open shard count. \(counts)")
    }
    if target > largest {
      throw AWSError.limitExceeded(
        "Target shard count or number of open shards cannot be greater than \(largest). \(counts)")
    }
  }
}
