import Protocols
import Runtime

/// Confirms a subscription by the token of its e-mail. The link in the e-mail is this operation, without a signature: the
/// ARN says whose topic it is. A token that was used gives the same answer again.
/// https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
enum ConfirmSubscription: AWSOperation {
  enum Input: StructureShape {
    static let topicARN = Required<String>("TopicArn")
    static let token = Required<String>("Token")
    static let authenticateOnUnsubscribe = Member<String>("AuthenticateOnUnsubscribe")
    static let shape = structure("ConfirmSubscriptionInput", topicARN, token, authenticateOnUnsubscribe)
  }
  enum Output: StructureShape {
    static let subscriptionARN = Member<String>("SubscriptionArn")
    static let shape = structure("ConfirmSubscriptionResponse", subscriptionARN)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: SNSService
  ) throws(AWSError) -> Answer<Output> {
    guard service.store.topics[input[Input.topicARN]] != nil else {
      try TopicRecord.checkARN(input[Input.topicARN], parameter: "TopicArn", request)
      throw AWSError.topicNotFound()
    }
    let token = input[Input.token]
    if let ended = try service.store.takeEnded(
      token: token, topicARN: input[Input.topicARN], now: Int(request.now.milliseconds))
    {
      try service.store.insert(ended)
      return .now(.with { $0[Output.subscriptionARN] = ended.arn })
    }
    guard var subscription = try service.store.subscription(ofToken: token, topicARN: input[Input.topicARN]),
      !subscription.isExpired(request.now)
    else {
      throw AWSError.invalidParameter("Token")
    }
    let isSigned = !request.isUnsigned
    let authenticates = input[Input.authenticateOnUnsubscribe]?.lowercased() == "true"
    if authenticates, !isSigned {
      throw AWSError.authorization("AuthenticateOnUnsubscribe needs a signed request")
    }
    if !subscription.isConfirmed {
      subscription.isConfirmed = true
      subscription.wasAuthenticated = isSigned
      subscription.authenticatesUnsubscribe = authenticates
      try service.store.update(subscription)
    }
    let output = Values<Output>.with { $0[Output.subscriptionARN] = subscription.arn }
    guard AnswerPage.isWanted(request) else { return .now(output) }
    let link = AnswerPage.escaped(service.unsubscribeLink(subscription.arn))
    return .body(
      output,
      AnswerPage.body(
        title: "Subscription confirmed!",
        [
          "You have successfully subscribed.",
          "Your subscription's id is: <code>\(AnswerPage.escaped(subscription.arn))</code>",
          "If it was not your intention to subscribe, <a href=\"\(link)\">click here to unsubscribe</a>.",
        ]))
  }
}
