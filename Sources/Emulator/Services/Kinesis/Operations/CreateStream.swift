import Protocols
import Runtime

/// Makes a stream.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
enum CreateStream: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Required<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let shardCount = Member<Int32>("ShardCount", .atLeast(1))
    static let streamModeDetails = Member<Values<StreamModeDetails>>("StreamModeDetails")
    static let tags = Member<[String: String]>(
      "Tags", .length(1...200), .keys([.length(1...128)]), .mapped([.length(0...256)]))
    static let warmThroughput = Member<Int32>("WarmThroughputMiBps", .atLeast(0))
    static let maxRecordSize = Member<Int32>("MaxRecordSizeInKiB", .range(1024...10240))
    static let shape = structure(
      "CreateStreamInput", shardCount, streamName, streamModeDetails, tags, warmThroughput, maxRecordSize)
  }
  typealias Output = Nothing

  /// A fresh on-demand stream has four shards (recorded from AWS).
  private static let onDemandShards = 4
  /// Streams of an account in a region that may be CREATING at the same time.
  private static let creatingLimit = 5

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.streamName]
    let mode = input[Input.streamModeDetails]?[StreamModeDetails.streamMode] ?? "PROVISIONED"
    if mode == "ON_DEMAND", input.has(Input.shardCount) {
      throw AWSError.validation("Unexpected input: ShardCount must not be provided for on-demand streams.")
    }
    guard mode == "ON_DEMAND" || input.has(Input.shardCount) else {
      throw AWSError.validation("ShardCount must be provided for provisioned streams.")
    }
    let count = mode == "ON_DEMAND" ? onDemandShards : Int(input[Input.shardCount] ?? 1)
    if service.store.stream(request.account, request.region, name) != nil {
      throw AWSError.streamExists(name, request.account)
    }
    let streams = service.store.streams(of: request.account, in: request.region)
    if streams.count(where: { $0.status == .creating }) >= creatingLimit {
      throw AWSError.limitExceeded(
        "Account \(request.account) already has \(creatingLimit) streams in the CREATING state in \(request.region).")
    }
    let now = Int(request.now.milliseconds)
    if mode == "PROVISIONED" {
      try AccountLimits.check(adding: count, to: streams, request)
    } else {
      try AccountLimits.checkOnDemand(streams, request)
    }
    var settings = StreamSettings()
    settings.mode = mode
    settings.maxRecordKiB = Int(input[Input.maxRecordSize] ?? 1024)
    if let rate = input[Input.warmThroughput] {
      if mode != "ON_DEMAND" {
        throw AWSError.validation("WarmThroughputMiBps can be given for on-demand streams only.")
      }
      settings.warmThroughput = try WarmThroughput.rate(rate, request, service)
    }
    if let due = service.dueTime(now: now) {
      settings.status = .creating
      settings.due = due
      service.awaitChange(due)
    }
    let tags = input[Input.tags] ?? [:]
    try StreamTags.check(tags, adding: [], to: request.arn("kinesis", "stream/\(name)"), request.account)
    let stream = try service.store.create(
      request.account, request.region, name, settings, shardCount: count, now: now)
    for (key, value) in tags { try service.store.setTag(key, value, of: .stream(stream)) }
    return .now(Values())
  }
}
