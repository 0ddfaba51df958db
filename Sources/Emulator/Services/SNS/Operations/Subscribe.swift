import Protocols
import Runtime

/// Subscribes an e-mail address, an HTTP endpoint or a function to a topic. An address and an endpoint have to confirm: they
/// are sent a link. A function is confirmed at once. The same endpoint again gives the subscription that is there.
/// https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
enum Subscribe: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let deliveryProtocol = Required<String>("Protocol")
    static let endpoint = Member<String>("Endpoint")
    static let attributes = Member<[String: String]>("Attributes")
    static let returnSubscriptionARN = Member<Bool>("ReturnSubscriptionArn")
    static let shape = structure(
      "SubscribeInput", topicARN, deliveryProtocol, endpoint, attributes, returnSubscriptionARN)
  }
  enum Output: StructureShape {
    static let subscriptionARN = Member<String>("SubscriptionArn")
    static let shape = structure("SubscribeResponse", subscriptionARN)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.deliveryProtocol]
    try checkProtocol(name)
    let topic = try TopicRecord.find(input[Input.topicARN], request, service)
    let endpoint = input[Input.endpoint] ?? ""
    try checkEndpoint(endpoint, of: name)
    var subscription = SubscriptionRecord(
      arn: "\(topic.arn):\(service.ids.uuid())", topicARN: topic.arn, owner: request.account, deliveryProtocol: name,
      endpoint: endpoint, created: Int(request.now.milliseconds), isConfirmed: name == "lambda",
      wasAuthenticated: name == "lambda", authenticatesUnsubscribe: false, principal: request.caller.arn,
      attributes: [:], filter: nil)
    for (key, value) in (input[Input.attributes] ?? [:]).sorted(by: { $0.key < $1.key }) {
      try SubscriptionAttributes.set(key, value, on: &subscription)
    }
    try SubscriptionAttributes.compile(&subscription)
    if let old = existing(name, endpoint, topic, service, now: request.now) {
      if old.isConfirmed {
        if old.attributes != subscription.attributes, input[Input.attributes] != nil {
          throw AWSError.invalidParameter("Attributes Reason: Subscription already exists with different attributes")
        }
        return answer(old, input)
      }
      // Asked again before it was confirmed: the same subscription, with the new attributes and another e-mail.
      subscription.arn = old.arn
      try service.store.update(subscription)
    } else {
      try service.store.insert(subscription)
    }
    if !subscription.isConfirmed { try askForConfirmation(&subscription, topic, request, service) }
    return answer(subscription, input)
  }

  private static func answer(_ subscription: SubscriptionRecord, _ input: Values<Input>) -> Answer<Output> {
    let tellsARN = subscription.isConfirmed || input[Input.returnSubscriptionARN] == true
    return .now(.with { $0[Output.subscriptionARN] = tellsARN ? subscription.arn : "pending confirmation" })
  }

  private static func checkProtocol(_ name: String) throws(AWSError) {
    switch name {
    case "email", "email-json", "lambda", "http", "https": return
    case "sms", "sqs", "application", "firehose":
      throw AWSError.notEmulated("The protocol \(name) of Subscribe")
    default:
      throw AWSError.invalidParameter("Amazon SNS does not support this protocol string: \(name)")
    }
  }

  private static func checkEndpoint(_ endpoint: String, of name: String) throws(AWSError) {
    if name == "lambda" {
      guard let arn = ARN(endpoint), arn.service == "lambda", arn.resource.hasPrefix("function:") else {
        throw AWSError.invalidParameter("Lambda endpoint ARN")
      }
      return
    }
    if name == "http" || name == "https" {
      guard let address = WebAddress(endpoint), address.scheme == name else {
        throw AWSError.invalidParameter("Endpoint must match the specified protocol")
      }
      return
    }
    // Not the whole grammar of addresses: one `@` with something on both sides, and nothing that ends a header field.
    let parts = endpoint.split(separator: "@", omittingEmptySubsequences: false)
    let isClean = endpoint.utf8.allSatisfy {
      $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
    }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, isClean, endpoint.utf8.count <= 320 else {
      throw AWSError.invalidParameter("Email address")
    }
  }

  private static func existing(
    _ name: String, _ endpoint: String, _ topic: TopicRecord, _ service: SNSService, now: Timestamp
  ) -> SubscriptionRecord? {
    for arn in service.store.subscribers[topic.arn] ?? [] {
      guard let subscription = service.store.subscriptions[arn] else { continue }
      if subscription.deliveryProtocol == name, subscription.endpoint == endpoint, !subscription.isExpired(now) {
        return subscription
      }
    }
    return nil
  }

  /// Writes the e-mail with the link, and confirms at once where the server was started so.
  private static func askForConfirmation(
    _ subscription: inout SubscriptionRecord, _ topic: TopicRecord, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) {
    let token = service.token()
    try service.store.insert(token: token, for: subscription)
    let link = service.confirmationLink(topic.arn, token)
    if subscription.isWeb {
      let text = ConfirmationText(
        topic: topic, id: service.ids.uuid(), token: token, subscribeURL: link, time: request.now)
      return try service.post(text.type, text.document, text.id, to: subscription, topic, now: request.now)
    }
    let mail: MailText
    if subscription.deliveryProtocol == "email" {
      mail = MailText.confirmation(topic, link: link)
    } else {
      let text = ConfirmationText(
        topic: topic, id: service.ids.uuid(), token: token, subscribeURL: link, time: request.now)
      mail = MailText.confirmationDocument(topic, try service.signed(text.document))
    }
    try service.send(mail, to: subscription.endpoint, about: topic, now: request.now)
    if service.confirmsEmailAtOnce {
      subscription.isConfirmed = true
      try service.store.update(subscription)
    }
  }
}
