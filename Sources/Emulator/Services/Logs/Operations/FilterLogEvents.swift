import Protocols
import Runtime
import Storage

/// The events of a group that match a pattern, across its streams in the order of their times. A page ends at the limit,
/// at 1 MiB, or after so many events were looked at; it may then be empty and yet have a token.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
enum FilterLogEvents: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Member<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let logGroupIdentifier = Member<String>(
      "logGroupIdentifier", .length(1...2048), LogsTraits.identifierPattern)
    static let logStreamNames = Member<[String]>(
      "logStreamNames", .length(1...100), .each([.length(1...512), LogsTraits.streamPattern]))
    static let logStreamNamePrefix = Member<String>("logStreamNamePrefix", .length(1...512), LogsTraits.streamPattern)
    static let startTime = Member<Int>("startTime", .atLeast(0))
    static let endTime = Member<Int>("endTime", .atLeast(0))
    static let filterPattern = Member<String>("filterPattern", .length(0...1024))
    static let nextToken = Member<String>("nextToken", .atLeast(1))
    static let limit = Member<Int32>("limit", .range(1...10000))
    static let interleaved = Member<Bool>("interleaved", .emulatedOnly(["true", "false"]))
    static let unmask = Member<Bool>("unmask", .emulatedOnly(["true", "false"]))
    static let shape = structure(
      "FilterLogEventsRequest", logGroupName, logGroupIdentifier, logStreamNames, logStreamNamePrefix, startTime,
      endTime, filterPattern, nextToken, limit, interleaved, unmask)
  }
  enum Output: StructureShape {
    static let events = Member<[Values<FilteredLogEvent>]>("events")
    static let searchedLogStreams = Member<[Values<SearchedLogStream>]>("searchedLogStreams")
    static let nextToken = Member<String>("nextToken")
    static let shape = structure("FilterLogEventsResponse", events, searchedLogStreams, nextToken)
  }
  enum FilteredLogEvent: StructureShape {
    static let logStreamName = Member<String>("logStreamName")
    static let timestamp = Member<Int>("timestamp")
    static let message = Member<String>("message")
    static let ingestionTime = Member<Int>("ingestionTime")
    static let eventID = Member<String>("eventId")
    static let shape = structure("FilteredLogEvent", logStreamName, timestamp, message, ingestionTime, eventID)
  }
  enum SearchedLogStream: StructureShape {
    static let logStreamName = Member<String>("logStreamName")
    static let searchedCompletely = Member<Bool>("searchedCompletely")
    static let shape = structure("SearchedLogStream", logStreamName, searchedCompletely)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.find(
      name: input[Input.logGroupName], identifier: input[Input.logGroupIdentifier], request, service)
    let pattern = try FilterPattern(input[Input.filterPattern] ?? "")
    let names = input[Input.logStreamNames] ?? []
    let prefix = input[Input.logStreamNamePrefix]
    if !names.isEmpty, prefix != nil {
      throw AWSError.invalidParameter(
        "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.")
    }
    let chosen = try chosenStreams(names, in: group, service)
    let start = max(input[Input.startTime] ?? 0, group.oldest(now: Int(request.now.milliseconds)))
    // Unlike GetLogEvents' the end is included.
    let end = input[Input.endTime] ?? .max
    let limit = Int(input[Input.limit] ?? 10_000)
    let asked =
      "filter\n\(group.id)\n\(input[Input.filterPattern] ?? "")\n\(names)\n\(prefix ?? "")\n"
      + "\(input[Input.startTime] ?? 0)\n\(end)"
    let after = try PageToken.position(input[Input.nextToken], of: asked).flatMap { EventPosition(digits: $0[...]) }

    var events: [LogEventRecord] = []
    var size = 0
    var looked = 0
    var last: EventPosition?
    var wanted: [Int: Bool] = [:]
    var failure: AWSError?
    // One stream is read by itself; several are picked out of the group's events.
    let only = chosen?.count == 1 ? chosen?.first : nil
    try service.store.events(
      ofGroup: only == nil ? group.id : nil, ofStream: only, from: start, through: end, behind: after
    ) { position, row in
      if events.count == limit || looked == lookLimit || size > sizeLimit { return false }
      looked += 1
      // Told when the page ends before the events do.
      last = position
      let stream = row.int(2)
      if wanted[stream] == nil {
        do throws(AWSError) {
          wanted[stream] = try isWanted(stream, chosen, prefix, service)
        } catch {
          failure = error
          return false
        }
      }
      guard wanted[stream] == true, pattern.isEmpty || row.withBlob(4, pattern.matches) else { return true }
      let event = LogsStore.event(position, row)
      size += event.message.utf8.count + LogEventRecord.overhead
      events.append(event)
      return true
    }
    if let failure { throw failure }
    let isCut = events.count == limit || looked == lookLimit || size > sizeLimit
    var more = false
    if isCut {
      more = try hasMore(behind: last, ofGroup: only == nil ? group.id : nil, ofStream: only, end, service)
    }
    var streamNames: [Int: String] = [:]
    for event in events where streamNames[event.stream] == nil {
      streamNames[event.stream] = try service.store.streamName(event.stream) ?? ""
    }
    return .now(
      .with { out in
        out[Output.events] = events.map { event in
          .with {
            $0[FilteredLogEvent.logStreamName] = streamNames[event.stream]
            $0[FilteredLogEvent.timestamp] = event.position.time
            $0[FilteredLogEvent.message] = event.message
            $0[FilteredLogEvent.ingestionTime] = event.ingested
            $0[FilteredLogEvent.eventID] = event.position.digits
          }
        }
        // AWS answers none any more.
        out[Output.searchedLogStreams] = []
        if more, let last { out[Output.nextToken] = PageToken(position: last.digits, request: asked).text }
      })
  }

  /// Bytes of one answer, and events that one call looks at.
  private static let sizeLimit = 1 << 20
  private static let lookLimit = 20_000

  /// The rows of the named streams; nil where none were named.
  private static func chosenStreams(
    _ names: [String], in group: LogGroupRecord, _ service: LogsService
  ) throws(AWSError) -> Set<Int>? {
    if names.isEmpty { return nil }
    var rows: Set<Int> = []
    for name in names { rows.insert(try LogStreamRecord.named(name, in: group, service).id) }
    return rows
  }

  /// Whether the events of that stream are asked for. A stream that was deleted has a row no more.
  private static func isWanted(
    _ stream: Int, _ chosen: Set<Int>?, _ prefix: String?, _ service: LogsService
  ) throws(AWSError) -> Bool {
    if let chosen { return chosen.contains(stream) }
    guard let name = try service.store.streamName(stream) else { return false }
    return prefix.map { name.hasPrefix($0) } ?? true
  }

  private static func hasMore(
    behind position: EventPosition?, ofGroup group: Int?, ofStream stream: Int?, _ end: Int, _ service: LogsService
  ) throws(AWSError) -> Bool {
    guard let position else { return false }
    var found = false
    try service.store.events(ofGroup: group, ofStream: stream, from: position.time, through: end, behind: position) {
      _, _ in
      found = true
      return false
    }
    return found
  }
}
