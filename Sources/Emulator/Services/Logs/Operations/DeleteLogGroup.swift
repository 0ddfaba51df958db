import Protocols
import Runtime

/// Ends a log group with its streams and events.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
enum DeleteLogGroup: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let shape = structure("DeleteLogGroupRequest", logGroupName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    try service.store.delete(try LogGroupRecord.named(input[Input.logGroupName], request, service))
    return .now(Values())
  }
}
