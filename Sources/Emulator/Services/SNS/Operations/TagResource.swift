import Protocols
import Runtime

/// Sets tags of a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html
enum TagResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1011))
    static let tags = Required<[Values<Tag>]>("Tags")
    static let shape = structure("TagResourceRequest", resourceARN, tags)
  }
  enum Output: StructureShape { static let shape = structure("TagResourceResponse") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let arn = try TopicTags.topicARN(input[Input.resourceARN], request, service)
    try TopicTags.add(input[Input.tags], to: arn, service)
    return .now(Values())
  }
}
