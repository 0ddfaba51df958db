import Protocols
import Runtime

/// A stream is named by its name or its ARN, and the two must agree (texts recorded from AWS).
enum StreamReference {
  static func stream(
    name: String?, arn: String?, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Stream {
    guard let arn else {
      guard let name else {
        throw AWSError.invalidArgument("Stream arn and stream name can't be empty at the same time")
      }
      return try named(name, request, service)
    }
    let parsed = try parse(arn, request)
    let inferred = String(parsed.resource.dropFirst("stream/".count))
    if let name, name != inferred {
      throw AWSError.invalidArgument(
        "Input stream name \(name) doesn't match the inferred name in stream arn \(inferred)")
    }
    guard let stream = service.store.stream(parsed.account, parsed.region, inferred) else {
      if parsed.account != request.account, !service.store.knows(account: parsed.account) {
        throw AWSError.accountNotFound()
      }
      throw AWSError.streamNotFound(inferred, parsed.account)
    }
    return stream
  }

  /// As `stream`, for operations that change it: only an ACTIVE one.
  static func active(
    name: String?, arn: String?, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Stream {
    let found = try stream(name: name, arn: arn, request, service)
    try check(found)
    return found
  }

  static func check(_ stream: Stream) throws(AWSError) {
    if stream.status != .active { throw AWSError.streamNotActive(stream) }
  }

  /// As `stream`, for operations on records: one that is being made or deleted is not there.
  static func usable(
    name: String?, arn: String?, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Stream {
    let found = try stream(name: name, arn: arn, request, service)
    if !found.isUsable { throw AWSError.streamNotFound(found.name, found.account) }
    return found
  }

  static func named(
    _ name: String, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Stream {
    guard let stream = service.store.stream(request.account, request.region, name) else {
      throw AWSError.streamNotFound(name, request.account)
    }
    return stream
  }

  /// A consumer's ARN, `<stream's ARN>/consumer/<name>:<epoch seconds>`.
  static func consumer(
    arn: String, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> (stream: Stream, consumer: StreamConsumer) {
    let parsed = try parse(arn, request)
    let parts = parsed.resource.split(separator: "/", omittingEmptySubsequences: false)
    let name = parts.count == 4 ? parts[3].split(separator: ":").first.map(String.init) ?? "" : ""
    guard parts.count == 4, parts[2] == "consumer" else {
      throw AWSError.invalidArgument("The ARN '\(arn)' is not a stream consumer's.")
    }
    guard let stream = service.store.stream(parsed.account, parsed.region, String(parts[1])) else {
      throw AWSError.streamNotFound(String(parts[1]), parsed.account)
    }
    guard let consumer = stream.consumers.first(where: { $0.arn == arn }) else {
      throw AWSError.consumerNotFound(name, stream)
    }
    return (stream, consumer)
  }

  /// A consumer by its ARN, or by its name and its stream's ARN.
  static func consumer(
    arn: String?, name: String?, streamARN: String?, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> (stream: Stream, consumer: StreamConsumer) {
    if let arn {
      let found = try consumer(arn: arn, request, service)
      if name.map({ $0 != found.consumer.name }) ?? false || streamARN.map({ $0 != found.stream.arn }) ?? false {
        throw AWSError.invalidArgument("ConsumerARN, ConsumerName and StreamARN must identify the same consumer.")
      }
      return found
    }
    guard let name, let streamARN else {
      throw AWSError.invalidArgument("Specify ConsumerARN or both StreamARN and ConsumerName.")
    }
    let stream = try self.stream(name: nil, arn: streamARN, request, service)
    guard let consumer = stream.consumer(named: name) else { throw AWSError.consumerNotFound(name, stream) }
    return (stream, consumer)
  }

  private static func parse(_ arn: String, _ request: RequestContext) throws(AWSError) -> ARN {
    guard let parsed = ARN(arn), parsed.resource.hasPrefix("stream/") else {
      throw AWSError.invalidArgument("The ARN '\(arn)' is not a stream's.")
    }
    if parsed.region != request.region {
      throw AWSError.invalidArgument("The region specified in the ARN '\(arn)' does not match the endpoint region")
    }
    return parsed
  }
}

/// What tags and policies belong to: a stream or a consumer.
enum KinesisResource {
  case stream(Stream)
  case consumer(StreamConsumer, of: Stream)

  init(arn: String, _ request: RequestContext, _ service: KinesisService) throws(AWSError) {
    if arn.contains("/consumer/") {
      let found = try StreamReference.consumer(arn: arn, request, service)
      self = .consumer(found.consumer, of: found.stream)
    } else {
      self = .stream(try StreamReference.stream(name: nil, arn: arn, request, service))
    }
  }

  var arn: String {
    switch self {
    case .stream(let stream): stream.arn
    case .consumer(let consumer, _): consumer.arn
    }
  }

  var account: String {
    switch self {
    case .stream(let stream), .consumer(_, let stream): stream.account
    }
  }

  /// As the tables of tags key it: a stream's id, or minus a consumer's.
  var tagOwner: Int {
    switch self {
    case .stream(let stream): stream.id
    case .consumer(let consumer, _): -consumer.id
    }
  }

  var policy: String? {
    switch self {
    case .stream(let stream): stream.settings.policy
    case .consumer(let consumer, _): consumer.settings.policy
    }
  }

  func setPolicy(_ policy: String?, _ store: KinesisStore) throws(AWSError) {
    switch self {
    case .stream(let stream):
      var settings = stream.settings
      settings.policy = policy
      try store.put(settings, of: stream)
    case .consumer(let consumer, _):
      var settings = consumer.settings
      settings.policy = policy
      try store.put(settings, of: consumer)
    }
  }
}
