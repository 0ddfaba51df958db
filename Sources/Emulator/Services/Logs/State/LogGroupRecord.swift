import Protocols
import Runtime

/// A log group as the store keeps it. Times are milliseconds since 1970.
struct LogGroupRecord: Sendable {
  var id: Int
  var account: String
  var region: String
  var name: String
  var created: Int
  /// nil: events are kept for ever.
  var retentionDays: Int?
  /// Bytes of the messages, 26 more for each.
  var storedBytes: Int

  var arn: String { "arn:aws:logs:\(region):\(account):log-group:\(name)" }

  /// Events before this time are past their retention; 0 where there is none.
  func oldest(now: Int) -> Int { retentionDays.map { now - $0 * 86_400_000 } ?? 0 }

  /// The group of that name.
  static func named(
    _ name: String, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> LogGroupRecord {
    guard let group = try service.store.group(request.account, request.region, name) else {
      throw AWSError.groupNotFound()
    }
    return group
  }

  /// The group of a name or of an identifier (a name or an ARN): exactly one of them is given.
  static func find(
    name: String?, identifier: String?, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> LogGroupRecord {
    switch (name, identifier) {
    case (let name?, nil): return try named(name, request, service)
    case (nil, let identifier?):
      if identifier.hasPrefix("arn:") { return try withARN(identifier, request, service) }
      return try named(identifier, request, service)
    case (nil, nil):
      throw AWSError.invalidParameter("Either logGroupName or logGroupIdentifier must be provided.")
    default:
      throw AWSError.invalidParameter("LogGroup name and LogGroup ARN are mutually exclusive parameters.")
    }
  }

  /// The group of an ARN, with or without `:*` behind it.
  static func withARN(
    _ text: String, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> LogGroupRecord {
    guard let arn = ARN(text), arn.service == "logs", arn.resource.hasPrefix("log-group:") else {
      throw AWSError.invalidParameter("The ARN '\(text)' is not a log group's.")
    }
    var name = arn.resource.dropFirst("log-group:".count)
    if name.hasSuffix(":*") { name = name.dropLast(2) }
    guard arn.region == request.region,
      let group = try service.store.group(arn.account, arn.region, String(name))
    else {
      throw AWSError.groupNotFound()
    }
    return group
  }
}

/// A log stream as the store keeps it. Times are milliseconds since 1970, nil before the first event.
struct LogStreamRecord: Sendable {
  var id: Int
  var group: Int
  var name: String
  var created: Int
  var firstEvent: Int?
  var lastEvent: Int?
  var lastIngestion: Int?

  static func named(
    _ name: String, in group: LogGroupRecord, _ service: LogsService
  ) throws(AWSError) -> LogStreamRecord {
    guard let stream = try service.store.stream(name, in: group.id) else { throw AWSError.streamNotFound() }
    return stream
  }
}

/// One event as the store keeps it.
struct LogEventRecord: Sendable {
  var position: EventPosition
  var stream: Int
  /// Milliseconds since 1970.
  var ingested: Int
  var message: String

  /// What an event counts for in limits and in stored bytes.
  static let overhead = 26
}
