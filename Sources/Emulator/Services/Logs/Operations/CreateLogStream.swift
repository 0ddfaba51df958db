import Protocols
import Runtime

/// Makes a log stream in a group.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
enum CreateLogStream: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let logStreamName = Required<String>("logStreamName", .length(1...512), LogsTraits.streamPattern)
    static let shape = structure("CreateLogStreamRequest", logGroupName, logStreamName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    let name = input[Input.logStreamName]
    if try service.store.stream(name, in: group.id) != nil { throw AWSError.streamExists() }
    _ = try service.store.createStream(name, in: group.id, now: Int(request.now.milliseconds))
    return .now(Values())
  }
}
