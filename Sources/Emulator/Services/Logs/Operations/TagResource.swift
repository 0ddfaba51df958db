import Protocols
import Runtime

/// Sets tags of a log group, by its ARN.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
enum TagResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("resourceArn", .length(1...1011), LogsTraits.resourcePattern)
    static let tags = Required<[String: String]>(
      "tags", .length(1...50), .keys([.length(1...128), LogsTraits.tagKeyPattern]),
      .mapped([.length(0...256), LogsTraits.tagValuePattern]))
    static let shape = structure("TagResourceRequest", resourceARN, tags)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.withARN(input[Input.resourceARN], request, service)
    try GroupTags.add(input[Input.tags], to: group, service)
    return .now(Values())
  }
}
