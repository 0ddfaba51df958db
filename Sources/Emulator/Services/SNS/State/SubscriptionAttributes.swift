import Protocols

/// What may be set of a subscription, and what GetSubscriptionAttributes tells.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html
enum SubscriptionAttributes {
  /// Sets one attribute; the filter is read anew by `compile`.
  static func set(
    _ name: String, _ value: String, on subscription: inout SubscriptionRecord
  ) throws(AWSError) {
    switch name {
    case "RawMessageDelivery":
      // E-mail and functions have no raw form; SNS refuses even `false`.
      guard subscription.isWeb else {
        throw AWSError.invalidParameter(
          "Delivery protocol [\(subscription.deliveryProtocol)] does not support raw message delivery.")
      }
      switch value.lowercased() {
      case "true": subscription.attributes["RawMessageDelivery"] = "true"
      case "false", "": subscription.attributes["RawMessageDelivery"] = nil
      default:
        throw AWSError.invalidParameter(
          "Attributes Reason: RawMessageDelivery: Invalid value [\(value)]. Must be true or false.")
      }
    case "DeliveryPolicy" where subscription.isWeb:
      if !value.isEmpty { try DeliveryPolicy.check(ofSubscription: value) }
      subscription.attributes["DeliveryPolicy"] = value.isEmpty || value == "{}" ? nil : value
    case "FilterPolicy":
      subscription.attributes["FilterPolicy"] = value.isEmpty || value == "{}" ? nil : value
    case "FilterPolicyScope":
      guard value == "MessageAttributes" || value == "MessageBody" else {
        throw AWSError.invalidParameter(
          "FilterPolicyScope: Invalid value [\(value)]. "
            + "Please use either MessageBody or MessageAttributes")
      }
      subscription.attributes["FilterPolicyScope"] = value
    case "DeliveryPolicy", "RedrivePolicy", "SubscriptionRoleArn", "ReplayPolicy":
      if !value.isEmpty { throw AWSError.notEmulated("The attribute \(name)") }
    default:
      throw AWSError.invalidParameter("AttributeName")
    }
  }

  /// Reads the filter policy once, so that no publish has to.
  static func compile(_ subscription: inout SubscriptionRecord) throws(AWSError) {
    guard let text = subscription.attributes["FilterPolicy"] else {
      subscription.filter = nil
      return
    }
    subscription.filter = try FilterPolicy(
      text, scope: subscription.attributes["FilterPolicyScope"] == "MessageBody" ? .body : .attributes)
  }

  static func shown(_ subscription: SubscriptionRecord, of topic: TopicRecord?) -> [String: String] {
    var all = [
      "SubscriptionArn": subscription.arn,
      "TopicArn": subscription.topicARN,
      "Owner": subscription.owner,
      "Protocol": subscription.deliveryProtocol,
      "Endpoint": subscription.listedEndpoint,
      "PendingConfirmation": subscription.isConfirmed ? "false" : "true",
      "ConfirmationWasAuthenticated": subscription.wasAuthenticated ? "true" : "false",
      "RawMessageDelivery": subscription.attributes["RawMessageDelivery"] ?? "false",
      "SubscriptionPrincipal": subscription.principal,
    ]
    if let filter = subscription.attributes["FilterPolicy"] {
      all["FilterPolicy"] = filter
      all["FilterPolicyScope"] = subscription.attributes["FilterPolicyScope"] ?? "MessageAttributes"
    }
    if subscription.isWeb {
      all["DeliveryPolicy"] = subscription.attributes["DeliveryPolicy"]
      all["EffectiveDeliveryPolicy"] = DeliveryPolicy.effective(topic, subscription).textOfSubscription
    }
    return all
  }
}
