import Protocols
import Runtime

/// The subscriptions of a topic in the order of their ARNs, 100 a page.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
enum ListSubscriptionsByTopic: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListSubscriptionsByTopicInput", topicARN, nextToken)
  }
  enum Output: StructureShape {
    static let subscriptions = Member<[Values<Subscription>]>("Subscriptions")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListSubscriptionsByTopicResponse", subscriptions, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let topic = try TopicRecord.find(input[Input.topicARN], request, service)
    let after = try PageToken.position(input[Input.nextToken])
    let found = try service.store.subscriptions(
      ofTopic: topic.arn, after: after, limit: PageToken.size + 1, now: request.now)
    return .now(
      .with { out in
        out[Output.subscriptions] = found.prefix(PageToken.size).map(Subscription.of)
        out[Output.nextToken] = PageToken.next(found, \.arn)
      })
  }
}
