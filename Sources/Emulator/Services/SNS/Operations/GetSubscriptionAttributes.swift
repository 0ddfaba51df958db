import Protocols
import Runtime

/// The attributes of a subscription.
/// https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
enum GetSubscriptionAttributes: AWSOperation {
  enum Input: StructureShape {
    static let subscriptionARN = Required<String>("SubscriptionArn")
    static let shape = structure("GetSubscriptionAttributesInput", subscriptionARN)
  }
  enum Output: StructureShape {
    static let attributes = Member<[String: String]>("Attributes")
    static let shape = structure("GetSubscriptionAttributesResponse", attributes)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let subscription = try SubscriptionRecord.find(input[Input.subscriptionARN], request, service)
    return .now(
      .with {
        $0[Output.attributes] = SubscriptionAttributes.shown(
          subscription, of: service.store.topics[subscription.topicARN])
      })
  }
}
