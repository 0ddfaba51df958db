import Protocols
import Runtime

/// Ends a log stream with its events.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html
enum DeleteLogStream: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let logStreamName = Required<String>("logStreamName", .length(1...512), LogsTraits.streamPattern)
    static let shape = structure("DeleteLogStreamRequest", logGroupName, logStreamName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    try service.store.delete(try LogStreamRecord.named(input[Input.logStreamName], in: group, service))
    return .now(Values())
  }
}
