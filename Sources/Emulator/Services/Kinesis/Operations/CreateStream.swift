import Protocols
import Runtime

/// Makes a stream; it is ACTIVE at once.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
enum CreateStream: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Required<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let shardCount = Member<Int32>("ShardCount", .atLeast(1))
    static let streamModeDetails = Member<Values<StreamModeDetails>>("StreamModeDetails")
    static let tags = Member<[String: String]>(
      "Tags", .length(1...200), .keys([.length(1...128)]), .mapped([.length(0...256)]))
    static let warmThroughput = Member<Int32>("WarmThroughputMiBps", .atLeast(0), .notEmulated)
    static let maxRecordSize = Member<Int32>("MaxRecordSizeInKiB", .range(1024...10240))
    static let shape = structure(
      "CreateStreamInput", shardCount, streamName, streamModeDetails, tags, warmThroughput, maxRecordSize)
  }
  typealias Output = Nothing

  /// A fresh on-demand stream has four shards (recorded from AWS).
  private static let onDemandShards = 4
  /// The account's limit of shards; AWS's default in its large regions.
  private static let shardLimit = 6000

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
    if mode == "PROVISIONED" {
      let open = service.store.streams(of: request.account, in: request.region)
        .reduce(0) { $0 + ($1.mode == "PROVISIONED" ? $1.openShardCount : 0) }
      if open + count > shardLimit {
        throw AWSError.limitExceeded(
          "This request would exceed the shard limit for the account \(request.account) in \(request.region). Current "
            + "shard count for the account: \(open). Limit: \(shardLimit). Number of additional shards that would have "
            + "resulted from this request: \(count). Refer to the AWS Service Limits page "
            + "(https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to "
            + "request higher limits.")
      }
    }
    let tags = input[Input.tags] ?? [:]
    try StreamTags.check(tags, adding: [], to: request.arn("kinesis", "stream/\(name)"), request.account)
    let stream = try service.store.create(
      request.account, request.region, name, mode: mode, shardCount: count,
      maxRecordKiB: Int(input[Input.maxRecordSize] ?? 1024), now: Int(request.now.milliseconds))
    for (key, value) in tags { try service.store.setTag(key, value, of: stream) }
    return .now(Values())
  }
}
