import Protocols
import Runtime

/// The tags of a log group, by its name.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html
enum ListTagsLogGroup: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let shape = structure("ListTagsLogGroupRequest", logGroupName)
  }
  enum Output: StructureShape {
    static let tags = Member<[String: String]>("tags")
    static let shape = structure("ListTagsLogGroupResponse", tags)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    let tags = try service.store.tags(of: group)
    return .now(.with { $0[Output.tags] = tags })
  }
}
