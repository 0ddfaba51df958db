import Protocols
import Runtime

/// Sets one attribute of a subscription; an empty value brings the default back.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html
enum SetSubscriptionAttributes: AWSOperation {
  enum Input: StructureShape {
    static let subscriptionARN = Required<String>("SubscriptionArn")
    static let attributeName = Required<String>("AttributeName")
    static let attributeValue = Member<String>("AttributeValue")
    static let shape = structure("SetSubscriptionAttributesInput", subscriptionARN, attributeName, attributeValue)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    var subscription = try SubscriptionRecord.find(input[Input.subscriptionARN], request, service)
    try SubscriptionAttributes.set(
      input[Input.attributeName], input[Input.attributeValue] ?? "", on: &subscription)
    try SubscriptionAttributes.compile(&subscription)
    try service.store.update(subscription)
    return .now(Values())
  }
}
