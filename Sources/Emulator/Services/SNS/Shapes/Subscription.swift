import Protocols

/// A subscription as the lists show it.
enum Subscription: StructureShape {
  static let subscriptionARN = Member<String>("SubscriptionArn")
  static let owner = Member<String>("Owner")
  static let deliveryProtocol = Member<String>("Protocol")
  static let endpoint = Member<String>("Endpoint")
  static let topicARN = Member<String>("TopicArn")
  static let shape = structure("Subscription", subscriptionARN, owner, deliveryProtocol, endpoint, topicARN)

  static func of(_ record: SubscriptionRecord) -> Values<Subscription> {
    .with {
      $0[subscriptionARN] = record.listedARN
      $0[owner] = record.owner
      $0[deliveryProtocol] = record.deliveryProtocol
      $0[endpoint] = record.listedEndpoint
      $0[topicARN] = record.topicARN
    }
  }
}
