import Protocols
import Runtime

/// The attributes of a topic, those that nobody set with their defaults.
/// https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
enum GetTopicAttributes: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let shape = structure("GetTopicAttributesInput", topicARN)
  }
  enum Output: StructureShape {
    static let attributes = Member<[String: String]>("Attributes")
    static let shape = structure("GetTopicAttributesResponse", attributes)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let topic = try TopicRecord.find(input[Input.topicARN], request, service)
    return .now(.with { $0[Output.attributes] = TopicAttributes.shown(topic, service.store, now: request.now) })
  }
}
