import Protocols
import Runtime

/// Sets one attribute of a topic; an empty value brings the default back.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
enum SetTopicAttributes: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let attributeName = Required<String>("AttributeName")
    static let attributeValue = Member<String>("AttributeValue")
    static let shape = structure("SetTopicAttributesInput", topicARN, attributeName, attributeValue)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    var topic = try TopicRecord.find(input[Input.topicARN], request, service)
    let name = input[Input.attributeName]
    topic.attributes[name] = try TopicAttributes.checked(name, input[Input.attributeValue] ?? "", of: topic.arn)
    try service.store.put(topic)
    return .now(Values())
  }
}
