import Protocols

/// What may be set of a topic, and what GetTopicAttributes tells.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
enum TopicAttributes {
  /// Checks one attribute and gives the value to keep, nil for a value that is the default.
  static func checked(_ name: String, _ value: String, of arn: String) throws(AWSError) -> String? {
    switch name {
    case "DisplayName":
      if value.utf16.count > 100 { throw AWSError.invalidParameter("DisplayName") }
      for scalar in value.unicodeScalars where scalar.value < 0x20 || scalar.value == 0x7f {
        throw AWSError.invalidParameter("DisplayName")
      }
      return value.isEmpty ? nil : value
    case "Policy":
      if value.isEmpty { return nil }
      _ = try TopicPolicy(value)
      return value
    case "FifoTopic", "ContentBasedDeduplication":
      switch value.lowercased() {
      case "false": return nil
      case "true": throw AWSError.notEmulated("The attribute \(name) (a FIFO topic)")
      default: throw AWSError.invalidParameter("\(name): Invalid value [\(value)]. Must be true or false.")
      }
    case "SignatureVersion":
      guard SignatureVersion(rawValue: value) != nil else { throw AWSError.invalidParameter("SignatureVersion") }
      return value
    case "TracingConfig":
      if value == "PassThrough" { return nil }
      if value == "Active" { throw AWSError.notEmulated("TracingConfig Active") }
      throw AWSError.invalidParameter("TracingConfig")
    case "DeliveryPolicy":
      if value.isEmpty || value == "{}" { return nil }
      try DeliveryPolicy.check(ofTopic: value)
      return value
    case "KmsMasterKeyId", "ArchivePolicy", "FifoThroughputScope":
      if value.isEmpty { return nil }
      throw AWSError.notEmulated("The attribute \(name)")
    default:
      for suffix in ["SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn"]
      where name.hasSuffix(suffix) {
        throw AWSError.notEmulated("The attribute \(name)")
      }
      throw AWSError.invalidParameter("AttributeName")
    }
  }

  /// All of them, as GetTopicAttributes answers.
  static func shown(_ topic: TopicRecord, _ store: SNSStore, now: Timestamp) -> [String: String] {
    var pending = 0
    var confirmed = 0
    for arn in store.subscribers[topic.arn] ?? [] {
      guard let subscription = store.subscriptions[arn], !subscription.isExpired(now) else { continue }
      if subscription.isConfirmed { confirmed += 1 } else { pending += 1 }
    }
    var all = topic.attributes
    all["TopicArn"] = topic.arn
    all["Owner"] = topic.account
    all["DisplayName"] = topic.attributes["DisplayName"] ?? ""
    all["Policy"] = topic.attributes["Policy"] ?? TopicPolicy.standard(topic).text
    all["SubscriptionsPending"] = "\(pending)"
    all["SubscriptionsConfirmed"] = "\(confirmed)"
    all["SubscriptionsDeleted"] = "\(topic.deletedSubscriptions)"
    let general = topic.attributes["DeliveryPolicy"].flatMap { (try? JSONValue.parse($0))?["http"] }
    all["EffectiveDeliveryPolicy"] = DeliveryPolicy.effective(topic, nil).textOfTopic(
      disablesOverrides: general?["disableSubscriptionOverrides"]?.bool ?? false)
    return all
  }
}
