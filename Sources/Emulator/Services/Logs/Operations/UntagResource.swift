import Protocols
import Runtime

/// Removes tags of a log group, by its ARN.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html
enum UntagResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("resourceArn", .length(1...1011), LogsTraits.resourcePattern)
    static let tagKeys = Required<[String]>(
      "tagKeys", .length(0...50), .each([.length(1...128), LogsTraits.tagKeyPattern]))
    static let shape = structure("UntagResourceRequest", resourceARN, tagKeys)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LogsService
  ) throws(AWSError) -> Answer<Output> {
    let group = try LogGroupRecord.withARN(input[Input.resourceARN], request, service)
    for name in input[Input.tagKeys] { try service.store.removeTag(name, of: group) }
    return .now(Values())
  }
}
