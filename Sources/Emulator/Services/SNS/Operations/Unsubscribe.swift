import Protocols
import Runtime

/// Ends a subscription. One that is not there is none: the answer is the same. The link in e-mails is this operation,
/// without a signature, unless the subscription was confirmed with AuthenticateOnUnsubscribe.
/// https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
enum Unsubscribe: AWSOperation {
  enum Input: StructureShape {
    static let subscriptionARN = Required<String>("SubscriptionArn")
    static let shape = structure("UnsubscribeInput", subscriptionARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.subscriptionARN]
    if let subscription = service.store.subscriptions[arn], !subscription.isExpired(request.now) {
      if !subscription.isConfirmed {
        throw AWSError.invalidParameter(
          "SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation")
      }
      if subscription.authenticatesUnsubscribe, request.isUnsigned {
        throw AWSError.authorization("Unsubscribing \(arn) needs a signed request")
      }
      try service.store.delete(subscription)
      if subscription.isWeb { try tell(subscription, request, service) }
    } else {
      try SubscriptionRecord.checkARN(arn, request)
    }
    guard AnswerPage.isWanted(request) else { return .now(Values()) }
    return .body(
      Values(),
      AnswerPage.body(
        title: "Subscription removed!",
        [
          "Your subscription's id was: <code>\(AnswerPage.escaped(arn))</code>",
          "It receives no further messages of the topic.",
        ]))
  }

  /// Posts that the subscription has ended, with a link that restores it.
  private static func tell(
    _ subscription: SubscriptionRecord, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) {
    guard let topic = service.store.topics[subscription.topicARN] else { return }
    let token = service.token()
    try service.store.keepEnded(subscription, token: token, now: Int(request.now.milliseconds))
    let text = ConfirmationText(
      topic: topic, endedARN: subscription.arn, id: service.ids.uuid(), token: token,
      subscribeURL: service.confirmationLink(topic.arn, token), time: request.now)
    try service.post(text.type, text.document, text.id, to: subscription, topic, now: request.now)
  }
}
