import Protocols
import Runtime

/// Removes tags of a topic; one that is not there is none.
/// https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html
enum UntagResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1011))
    static let tagKeys = Required<[String]>("TagKeys", .each([.length(1...128)]))
    static let shape = structure("UntagResourceRequest", resourceARN, tagKeys)
  }
  enum Output: StructureShape { static let shape = structure("UntagResourceResponse") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let arn = try TopicTags.topicARN(input[Input.resourceARN], request, service)
    for name in input[Input.tagKeys] { try service.store.removeTag(name, of: arn) }
    return .now(Values())
  }
}
