import Protocols
import Runtime

/// Removes tags of a log group, by its name.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html
enum UntagLogGroup: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let tags = Required<[String]>("tags", .atLeast(1), .each([.length(1...128), LogsTraits.tagKeyPattern]))
    static let shape = structure("UntagLogGroupRequest", logGroupName, tags)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    for name in input[Input.tags] { try service.store.removeTag(name, of: group) }
    return .now(Values())
  }
}
