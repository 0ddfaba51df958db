import Protocols
import Runtime

/// Sets tags of a log group, by its name.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html
enum TagLogGroup: AWSOperation {
  enum Input: StructureShape {
    static let logGroupName = Required<String>("logGroupName", .length(1...512), LogsTraits.groupPattern)
    static let tags = Required<[String: String]>(
      "tags", .length(1...50), .keys([.length(1...128), LogsTraits.tagKeyPattern]),
      .mapped([.length(0...256), LogsTraits.tagValuePattern]))
    static let shape = structure("TagLogGroupRequest", logGroupName, tags)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.named(input[Input.logGroupName], request, service)
    try GroupTags.add(input[Input.tags], to: group, service)
    return .now(Values())
  }
}
