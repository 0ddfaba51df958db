import Protocols
import Runtime

/// Appends events to a stream. Those that are too old, too new or past the retention are told and left out; sequence
/// tokens are taken and mean nothing, as on AWS today.
/// Order of the checks: the size, the order of the times, the group and stream.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
enum PutLogEvents: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let logStreamName = Required<String>("logStreamName", .length(1...512), LogsTraits.streamPattern)
    static let logEvents = Required<[Values<InputLogEvent>]>("logEvents", .length(1...10000))
    static let sequenceToken = Member<String>("sequenceToken", .atLeast(1))
    static let entity = Member<Values<Entity>>("entity", .notEmulated)
    static let shape = structure("PutLogEventsRequest", logGroupName, logStreamName, logEvents, sequenceToken, entity)
  }
  enum InputLogEvent: StructureShape {
    static let timestamp = Required<Int>("timestamp", .atLeast(0))
    static let message = Required<String>("message", .atLeast(1))
    static let shape = structure("InputLogEvent", timestamp, message)
  }
  enum Entity: StructureShape {
    static let keyAttributes = Member<[String: String]>(
      "keyAttributes", .length(2...4), .keys([.length(1...32)]), .mapped([.length(1...512)]))
    static let attributes = Member<[String: String]>(
      "attributes", .length(0...10), .keys([.length(1...256)]), .mapped([.length(1...512)]))
    static let shape = structure("Entity", keyAttributes, attributes)
  }
  enum Output: StructureShape {
    static let nextSequenceToken = Member<String>("nextSequenceToken")
    static let rejectedLogEventsInfo = Member<Values<RejectedLogEventsInfo>>("rejectedLogEventsInfo")
    static let rejectedEntityInfo = Member<Values<RejectedEntityInfo>>("rejectedEntityInfo")
    static let shape = structure("PutLogEventsResponse", nextSequenceToken, rejectedLogEventsInfo, rejectedEntityInfo)
  }
  enum RejectedLogEventsInfo: StructureShape {
    static let tooNewLogEventStartIndex = Member<Int32>("tooNewLogEventStartIndex")
    static let tooOldLogEventEndIndex = Member<Int32>("tooOldLogEventEndIndex")
    static let expiredLogEventEndIndex = Member<Int32>("expiredLogEventEndIndex")
    static let shape = structure(
      "RejectedLogEventsInfo", tooNewLogEventStartIndex, tooOldLogEventEndIndex, expiredLogEventEndIndex)
  }
  enum RejectedEntityInfo: StructureShape {
    static let errorType = Required<String>("errorType")
    static let shape = structure("RejectedEntityInfo", errorType)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let given = input[Input.logEvents]
    var events: [(time: Int, message: String)] = []
    events.reserveCapacity(given.count)
    var size = 0
    for event in given {
      let message = event[InputLogEvent.message]
      size += message.utf8.count + LogEventRecord.overhead
      events.append((event[InputLogEvent.timestamp], message))
    }
    if size > sizeLimit {
      throw AWSError.invalidParameter("Upload too large: \(size) bytes exceeds limit of \(sizeLimit)")
    }
    for index in events.indices.dropFirst() where events[index].time < events[index - 1].time {
      throw AWSError.invalidParameter(
        "Log events in a single PutLogEvents request must be in chronological order.")
    }
    if let first = events.first, let last = events.last, last.time - first.time > day {
      throw AWSError.invalidParameter(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
    }
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    let stream = try LogStreamRecord.named(input[Input.logStreamName], in: group, service)

    let now = Int(request.now.milliseconds)
    let expired = events.firstIndex { $0.time >= group.oldest(now: now) } ?? events.count
    let tooOld = events.firstIndex { $0.time >= now - oldest } ?? events.count
    let tooNew = events.firstIndex { $0.time > now + newest } ?? events.count
    let start = max(expired, tooOld)
    if start < tooNew { try service.store.append(Array(events[start..<tooNew]), to: stream, now: now) }
    return .now(
      .with { out in
        out[Output.nextSequenceToken] = sequenceToken(stream)
        if start > 0 || tooNew < events.count {
          out[Output.rejectedLogEventsInfo] = .with {
            if tooNew < events.count { $0[RejectedLogEventsInfo.tooNewLogEventStartIndex] = Int32(tooNew) }
            if tooOld > 0 { $0[RejectedLogEventsInfo.tooOldLogEventEndIndex] = Int32(tooOld) }
            if expired > 0 { $0[RejectedLogEventsInfo.expiredLogEventEndIndex] = Int32(expired) }
          }
        }
      })
  }

  /// Bytes of a batch, 26 for each event among them.
  private static let sizeLimit = 1_048_576
  /// Milliseconds that a batch may span.
  private static let day = 86_400_000
  /// Milliseconds that an event may be older or newer than now.
  private static let oldest = 14 * day
  private static let newest = 2 * 3_600_000

  /// AWS tells tokens although it no longer asks for them: 56 digits, always the same for a stream here.
  static func sequenceToken(_ stream: LogStreamRecord) -> String {
    EventPosition(time: stream.created, row: stream.id).digits
  }
}
