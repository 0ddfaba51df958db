import Protocols
import Runtime

/// Adds a statement to the policy of a topic: those accounts may do those actions.
/// https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html
enum AddPermission: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let label = Required<String>("Label")
    static let awsAccountID = Required<[String]>("AWSAccountId")
    static let actionName = Required<[String]>("ActionName")
    static let shape = structure("AddPermissionInput", topicARN, label, awsAccountID, actionName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    var topic = try TopicRecord.find(input[Input.topicARN], request, service)
    var policy =
      try topic.attributes["Policy"].map { text throws(AWSError) in try TopicPolicy(text) }
      ?? TopicPolicy.standard(topic)
    try policy.allow(
      input[Input.label], accounts: input[Input.awsAccountID], actions: input[Input.actionName], on: topic.arn)
    topic.attributes["Policy"] = policy.text
    try service.store.put(topic)
    return .now(Values())
  }
}
