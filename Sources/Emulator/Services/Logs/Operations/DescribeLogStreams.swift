import Protocols
import Runtime

/// The log streams of a group by name or by the time of the last event, 50 a page.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html
enum DescribeLogStreams: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Member<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let logGroupIdentifier = Member<String>(
      "logGroupIdentifier", .length(1...2048), LogsTraits.identifierPattern)
    static let logStreamNamePrefix = Member<String>("logStreamNamePrefix", .length(1...512), LogsTraits.streamPattern)
    static let orderBy = Member<String>("orderBy", .values(["LogStreamName", "LastEventTime"]))
    static let descending = Member<Bool>("descending")
    static let nextToken = Member<String>("nextToken", .atLeast(1))
    static let limit = Member<Int32>("limit", .range(1...50))
    static let shape = structure(
      "DescribeLogStreamsRequest", logGroupName, logGroupIdentifier, logStreamNamePrefix, orderBy, descending,
      nextToken, limit)
  }
  enum Output: StructureShape {
    static let logStreams = Member<[Values<LogStream>]>("logStreams")
    static let nextToken = Member<String>("nextToken")
    static let shape = structure("DescribeLogStreamsResponse", logStreams, nextToken)
  }
  enum LogStream: StructureShape {
    static let logStreamName = Member<String>("logStreamName")
    static let creationTime = Member<Int>("creationTime")
    static let firstEventTimestamp = Member<Int>("firstEventTimestamp")
    static let lastEventTimestamp = Member<Int>("lastEventTimestamp")
    static let lastIngestionTime = Member<Int>("lastIngestionTime")
    static let uploadSequenceToken = Member<String>("uploadSequenceToken")
    static let arn = Member<String>("arn")
    static let storedBytes = Member<Int>("storedBytes")
    static let shape = structure(
      "LogStream", logStreamName, creationTime, firstEventTimestamp, lastEventTimestamp, lastIngestionTime,
      uploadSequenceToken, arn, storedBytes)

    static func of(_ stream: LogStreamRecord, in group: LogGroupRecord) -> Values<LogStream> {
      .with {
        $0[logStreamName] = stream.name
        $0[creationTime] = stream.created
        $0[firstEventTimestamp] = stream.firstEvent
        $0[lastEventTimestamp] = stream.lastEvent
        $0[lastIngestionTime] = stream.lastIngestion
        $0[uploadSequenceToken] = PutLogEvents.sequenceToken(stream)
        $0[arn] = "\(group.arn):log-stream:\(stream.name)"
        // AWS tells no bytes of a stream any more.
        $0[storedBytes] = 0
      }
    }
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.find(
      name: input[Input.logGroupName], identifier: input[Input.logGroupIdentifier], request, service)
    let prefix = input[Input.logStreamNamePrefix] ?? ""
    let byTime = input[Input.orderBy] == "LastEventTime"
    if byTime, !prefix.isEmpty {
      throw AWSError.invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.")
    }
    let descending = input[Input.descending] ?? false
    let limit = Int(input[Input.limit] ?? 50)
    let asked = "streams\n\(group.id)\n\(prefix)\n\(byTime)\n\(descending)"
    let after = try PageToken.position(input[Input.nextToken], of: asked)
    let found: [LogStreamRecord]
    if byTime {
      found = try service.store.streamsByTime(
        in: group.id, after: after.flatMap(position), descending: descending, limit: limit + 1)
    } else {
      found = try service.store.streams(
        in: group.id, prefix: prefix, after: after, descending: descending, limit: limit + 1)
    }
    return .now(
      .with { out in
        out[Output.logStreams] = found.prefix(limit).map { LogStream.of($0, in: group) }
        if found.count > limit {
          let last = found[limit - 1]
          let position = byTime ? "\(last.lastEvent ?? 0)\n\(last.name)" : last.name
          out[Output.nextToken] = PageToken(position: position, request: asked).text
        }
      })
  }

  /// A time and a name, as a token by time has them.
  private static func position(_ text: String) -> (time: Int, name: String)? {
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let time = Int(parts[0]) else { return nil }
    return (time, String(parts[1]))
  }
}
