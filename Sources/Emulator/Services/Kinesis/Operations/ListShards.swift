import Protocols
import Runtime

/// The shards of a stream, a page of them, all or those that a filter keeps.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html
enum ListShards: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let nextToken = Member<String>("NextToken", .length(1...1_048_576))
    static let exclusiveStartShardID = Member<String>(
      "ExclusiveStartShardId", .length(1...128), KinesisTraits.namePattern)
    static let maxResults = Member<Int32>("MaxResults", .range(1...10000))
    static let streamCreationTimestamp = Member<Timestamp>("StreamCreationTimestamp")
    static let shardFilter = Member<Values<ShardFilter>>("ShardFilter")
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure(
      "ListShardsInput", streamName, nextToken, exclusiveStartShardID, maxResults, streamCreationTimestamp, shardFilter,
      streamARN, streamID)
  }
  enum ShardFilter: StructureShape {
    static let type = Required<String>(
      "Type",
      .values([
        "AFTER_SHARD_ID", "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON", "AT_LATEST", "AT_TIMESTAMP", "FROM_TIMESTAMP",
      ]))
    static let shardID = Member<String>("ShardId", .length(1...128), KinesisTraits.namePattern)
    static let timestamp = Member<Timestamp>("Timestamp")
    static let shape = structure("ShardFilter", type, shardID, timestamp)
  }
  enum Output: StructureShape {
    static let shards = Member<[Values<Shard>]>("Shards")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListShardsOutput", nextToken, shards)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let now = Int(request.now.milliseconds)
    let stream: Stream
    var after = input[Input.exclusiveStartShardID]
    var filter = try Filter(input[Input.shardFilter])
    if let text = input[Input.nextToken] {
      if input.has(Input.streamName) || input.has(Input.streamARN) {
        throw AWSError.invalidArgument("NextToken and StreamName cannot be provided together.")
      }
      if after != nil || input.has(Input.shardFilter) || input.has(Input.streamCreationTimestamp) {
        throw AWSError.invalidArgument(
          "NextToken cannot be provided together with ExclusiveStartShardId, StreamCreationTimestamp or ShardFilter.")
      }
      guard let token = PageToken(text), let known = service.store.stream(id: token.stream),
        known.account == request.account, known.region == request.region
      else { throw AWSError.invalidArgument("Invalid NextToken.") }
      if now - token.issued > PageToken.lifetime {
        throw AWSError.expiredToken()
      }
      stream = known
      after = token.position
      filter = Filter(text: token.filter)
    } else {
      stream = try StreamReference.stream(
        name: input[Input.streamName], arn: input[Input.streamARN], request, service)
      if let created = input[Input.streamCreationTimestamp], created.seconds != Int64(stream.created / 1000) {
        throw AWSError.streamNotFound(stream.name, stream.account)
      }
      if case .after(let shard) = filter { after = shard }
    }
    if !stream.settings.isUsable { throw AWSError.streamNotActive(stream) }
    let horizon = max(now - stream.retentionMilliseconds, stream.created)
    var shards = stream.visibleShards(now: now).filter { filter.keeps($0, horizon, since: stream.created) }[...]
    if let after { shards = shards.drop { !after.utf8.lexicographicallyPrecedes($0.id.utf8) } }
    let page = shards.prefix(Int(input[Input.maxResults] ?? 1000))
    return .now(
      .with { out in
        out[Output.shards] = page.map(Shard.of)
        if page.count < shards.count, let last = page.last {
          out[Output.nextToken] =
            PageToken(position: last.id, stream: stream.id, filter: filter.text, issued: now).text
        }
      })
  }

  /// A shard filter, checked: which shards were open when.
  private enum Filter {
    case all
    case after(String)
    case openAtTrimHorizon, fromTrimHorizon, openNow
    case openAt(Int)
    case from(Int)

    init(_ values: Values<ShardFilter>?) throws(AWSError) {
      guard let values else {
        self = .all
        return
      }
      let type = values[ShardFilter.type]
      let timestamp = values[ShardFilter.timestamp]
      if (type == "AFTER_SHARD_ID") != values.has(ShardFilter.shardID) {
        throw AWSError.invalidArgument("ShardId must be provided for the filter type AFTER_SHARD_ID, and for it alone.")
      }
      if type.hasSuffix("_TIMESTAMP") != (timestamp != nil) {
        throw AWSError.invalidArgument(
          "Timestamp must be provided for the filter types AT_TIMESTAMP and FROM_TIMESTAMP, and for them alone.")
      }
      switch type {
      case "AFTER_SHARD_ID": self = .after(values[ShardFilter.shardID] ?? "")
      case "AT_TRIM_HORIZON": self = .openAtTrimHorizon
      case "FROM_TRIM_HORIZON": self = .fromTrimHorizon
      case "AT_LATEST": self = .openNow
      case "AT_TIMESTAMP": self = .openAt(timestamp.map { Int($0.milliseconds) } ?? 0)
      default: self = .from(timestamp.map { Int($0.milliseconds) } ?? 0)
      }
    }

    var text: String {
      switch self {
      case .all, .after: "all"
      case .openAtTrimHorizon: "trim"
      case .fromTrimHorizon: "from-trim"
      case .openNow: "now"
      case .openAt(let time): "at \(time)"
      case .from(let time): "from \(time)"
      }
    }

    /// From a token, whose checksum says that `text` made it.
    init(text: String) {
      let parts = text.split(separator: " ")
      let time = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
      switch parts.first {
      case "trim": self = .openAtTrimHorizon
      case "from-trim": self = .fromTrimHorizon
      case "now": self = .openNow
      case "at": self = .openAt(time)
      case "from": self = .from(time)
      default: self = .all
      }
    }

    /// `horizon`: the time of the oldest record that is kept, or the stream's creation.
    func keeps(_ shard: StreamShard, _ horizon: Int, since created: Int) -> Bool {
      switch self {
      case .all, .after, .fromTrimHorizon: true
      case .openNow: shard.isOpen
      case .openAtTrimHorizon: Filter.wasOpen(shard, at: horizon, since: created)
      case .openAt(let time): Filter.wasOpen(shard, at: max(time, horizon), since: created)
      case .from(let time): shard.closing.map { $0.at >= time } ?? true
      }
    }

    private static func wasOpen(_ shard: StreamShard, at time: Int, since created: Int) -> Bool {
      // A stream may be resharded in the millisecond that it was made in.
      if time <= created { return shard.parent == nil }
      return shard.opened <= time && (shard.closing.map { $0.at > time } ?? true)
    }
  }
}
