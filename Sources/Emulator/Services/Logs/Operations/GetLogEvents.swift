import Protocols
import Runtime

/// A page of a stream's events, in the order of their times. Without a token it is the last page, or with startFromHead
/// the first. The tokens never end: at the end of the stream the same one comes back.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
enum GetLogEvents: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Member<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let logGroupIdentifier = Member<String>(
      "logGroupIdentifier", .length(1...2048), LogsTraits.identifierPattern)
    static let logStreamName = Required<String>("logStreamName", .length(1...512), LogsTraits.streamPattern)
    static let startTime = Member<Int>("startTime", .atLeast(0))
    static let endTime = Member<Int>("endTime", .atLeast(0))
    static let nextToken = Member<String>("nextToken", .atLeast(1))
    static let limit = Member<Int32>("limit", .range(1...10000))
    static let startFromHead = Member<Bool>("startFromHead")
    static let unmask = Member<Bool>("unmask", .emulatedOnly(["true", "false"]))
    static let shape = structure(
      "GetLogEventsRequest", logGroupName, logGroupIdentifier, logStreamName, startTime, endTime, nextToken, limit,
      startFromHead, unmask)
  }
  enum Output: StructureShape {
    static let events = Member<[Values<OutputLogEvent>]>("events")
    static let nextForwardToken = Member<String>("nextForwardToken")
    static let nextBackwardToken = Member<String>("nextBackwardToken")
    static let shape = structure("GetLogEventsResponse", events, nextForwardToken, nextBackwardToken)
  }
  enum OutputLogEvent: StructureShape {
    static let timestamp = Member<Int>("timestamp")
    static let message = Member<String>("message")
    static let ingestionTime = Member<Int>("ingestionTime")
    static let shape = structure("OutputLogEvent", timestamp, message, ingestionTime)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.find(
      name: input[Input.logGroupName], identifier: input[Input.logGroupIdentifier], request, service)
    let stream = try LogStreamRecord.named(input[Input.logStreamName], in: group, service)
    var token: EventToken?
    if let text = input[Input.nextToken] {
      token = EventToken(text)
      if token == nil { throw AWSError.invalidParameter("The specified nextToken is invalid.") }
    }
    let start = max(input[Input.startTime] ?? 0, group.oldest(now: Int(request.now.milliseconds)))
    // The end is excluded.
    let end = (input[Input.endTime] ?? .max) - 1
    let isForward = token?.isForward ?? (input[Input.startFromHead] ?? false)
    let limit = Int(input[Input.limit] ?? 10_000)
    var events: [LogEventRecord] = []
    var size = 0
    try service.store.events(
      ofStream: stream.id, from: start, through: end, behind: token?.position, backwards: !isForward
    ) { position, row in
      let event = LogsStore.event(position, row)
      size += event.message.utf8.count + LogEventRecord.overhead
      if size > sizeLimit, !events.isEmpty { return false }
      events.append(event)
      return events.count < limit
    }
    if !isForward { events.reverse() }
    let position = token?.position ?? .start
    return .now(
      .with { out in
        out[Output.events] = events.map { event in
          .with {
            $0[OutputLogEvent.timestamp] = event.position.time
            $0[OutputLogEvent.message] = event.message
            $0[OutputLogEvent.ingestionTime] = event.ingested
          }
        }
        out[Output.nextForwardToken] =
          EventToken(isForward: true, position: events.last?.position ?? position).text
        out[Output.nextBackwardToken] =
          EventToken(isForward: false, position: events.first?.position ?? position).text
      })
  }

  /// Bytes of one answer.
  private static let sizeLimit = 1 << 20
}
