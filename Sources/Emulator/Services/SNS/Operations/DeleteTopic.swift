import Protocols
import Runtime

/// Ends a topic and its subscriptions. A topic that is not there is none: the answer is the same.
/// https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html
enum DeleteTopic: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let shape = structure("DeleteTopicInput", topicARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.topicARN]
    if let topic = service.store.topics[arn], topic.region == request.region {
      try service.store.delete(topic)
    } else {
      try TopicRecord.checkARN(arn, parameter: "TopicArn", request)
    }
    return .now(Values())
  }
}
