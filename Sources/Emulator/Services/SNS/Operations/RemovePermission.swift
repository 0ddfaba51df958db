import Protocols
import Runtime

/// Takes the statement of that label out of the policy of a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html
enum RemovePermission: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let label = Required<String>("Label")
    static let shape = structure("RemovePermissionInput", topicARN, label)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    var topic = try TopicRecord.find(input[Input.topicARN], request, service)
    guard let text = topic.attributes["Policy"] else { return .now(Values()) }
    var policy = try TopicPolicy(text)
    if policy.remove(input[Input.label]) {
      topic.attributes["Policy"] = policy.text
      try service.store.put(topic)
    }
    return .now(Values())
  }
}
