import Glibc
import Protocols
import Runtime
import Support
import Testing

@testable import SNS

@Suite struct SubscriptionTests {
  @Test func subscribeByEmailWaitsForTheLink() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    #expect(try await sns.subscribe(topic, "email", "a@example.com") == "pending confirmation")
    try await sns.publish(topic, "lost")
    let mail = try #require(await sns.mailbox.first)
    #expect(await sns.mailbox.count == 1)
    #expect(mail.to == "a@example.com" && mail.status == "kept" && mail.topicARN == topic)
    #expect(mail.subject == "AWS Notification - Subscription Confirmation")
    let token = try SNSHouse.token(in: mail)
    #expect(token.utf8.count == 256 && token.hasPrefix("2336412f37fb687f5d51e6e2425929f5"))
    #expect(
      mail.text.contains("http://127.0.0.1:4566/?Action=ConfirmSubscription&TopicArn=\(topic)&Token=\(token)"))

    var answers: Set<String?> = []
    for _ in 0..<2 {
      let answer = try await sns.house.call(ConfirmSubscription.self) {
        $0[ConfirmSubscription.Input.topicARN] = topic
        $0[ConfirmSubscription.Input.token] = token
      }
      answers.insert(answer[ConfirmSubscription.Output.subscriptionARN])
    }
    let arn = try #require(answers.first ?? nil)
    #expect(answers.count == 1 && arn.hasPrefix(topic + ":"))
    // Confirming sends nothing; the message does.
    #expect(await sns.mailbox.count == 1)
    try await sns.publish(topic, "It is hot.", subject: "Hot")
    let second = try #require(await sns.mailbox.last)
    #expect(second.subject == "Hot")
    #expect(second.text.hasPrefix("It is hot.\n\n--\nIf you wish to stop receiving notifications from this topic"))
    #expect(second.text.contains("http://127.0.0.1:4566/?Action=Unsubscribe&SubscriptionArn=\(arn)"))

    for _ in 0..<2 { _ = try await sns.house.call(Unsubscribe.self) { $0[Unsubscribe.Input.subscriptionARN] = arn } }
    try await sns.publish(topic, "again")
    #expect(await sns.mailbox.count == 2)
  }

  @Test func theLinksWorkFromABrowser() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    try await sns.subscribe(topic, "email", "a@example.com")
    let token = try SNSHouse.token(in: try #require(await sns.mailbox.first))
    let browser = [("Accept", "text/html,application/xhtml+xml")]
    let page = await sns.house.send(
      "GET", "/", query: "Action=ConfirmSubscription&TopicArn=\(topic)&Token=\(token)", fields: browser)
    #expect(page.status == 200)
    #expect(String(decoding: page.body, as: UTF8.self).contains("<h1>Subscription confirmed!</h1>"))
    let listed = try await sns.house.call(ListSubscriptionsByTopic.self) {
      $0[ListSubscriptionsByTopic.Input.topicARN] = topic
    }
    let arn = try #require(listed[ListSubscriptionsByTopic.Output.subscriptions]?.first?[Subscription.subscriptionARN])
    #expect(arn.hasPrefix(topic))
    let gone = await sns.house.send(
      "GET", "/", query: "Action=Unsubscribe&SubscriptionArn=\(arn)", fields: browser)
    #expect(String(decoding: gone.body, as: UTF8.self).contains("<h1>Subscription removed!</h1>"))
    let left = try await sns.house.call(ListSubscriptions.self)
    #expect(left[ListSubscriptions.Output.subscriptions]?.isEmpty == true)
  }

  @Test func theServerMayConfirmAtOnce() async throws {
    var configuration = Configuration()
    configuration.autoConfirmEmail = true
    let sns = try SNSHouse(configuration: configuration)
    let topic = try await sns.topic()
    let arn = try await sns.subscribe(topic, "email", "a@example.com")
    #expect(arn.hasPrefix(topic + ":"))
    #expect(await sns.mailbox.count == 1)
    try await sns.publish(topic, "hello")
    #expect(await sns.mailbox.map(\.subject).last == "AWS Notification Message")
  }

  @Test func subscribingTwiceIsOne() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let first = try await sns.subscribe(topic, "email", "a@example.com", tellsARN: true)
    #expect(try await sns.subscribe(topic, "email", "a@example.com", tellsARN: true) == first)
    // Each mail's link works.
    let tokens = try await sns.mailbox.map { try SNSHouse.token(in: $0) }
    #expect(Set(tokens).count == 2)
    let answer = try await sns.house.call(ConfirmSubscription.self) {
      $0[ConfirmSubscription.Input.topicARN] = topic
      $0[ConfirmSubscription.Input.token] = tokens[0]
    }
    #expect(answer[ConfirmSubscription.Output.subscriptionARN] == first)
  }

  @Test(arguments: [
    ("fax", "x", "Invalid parameter: Amazon SNS does not support this protocol string: fax"),
    ("sqs", "arn:aws:sqs:us-east-1:000000000000:q", "The protocol sqs of Subscribe is not emulated."),
    ("email", "nobody", "Invalid parameter: Email address"),
    ("email", "a@example.com\r\nBcc: b@example.com", "Invalid parameter: Email address"),
    ("lambda", "f", "Invalid parameter: Lambda endpoint ARN"),
  ]) func subscribeRefuses(_ name: String, _ endpoint: String, _ message: String) async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let error = await sns.house.error(Subscribe.self) {
      $0[Subscribe.Input.topicARN] = topic
      $0[Subscribe.Input.deliveryProtocol] = name
      $0[Subscribe.Input.endpoint] = endpoint
    }
    #expect(error?.message == message)
  }

  @Test func pendingSubscriptionsCannotBeEndedAndExpire() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let arn = try await sns.subscribe(topic, "email", "a@example.com", tellsARN: true)
    let error = await sns.house.error(Unsubscribe.self) { $0[Unsubscribe.Input.subscriptionARN] = arn }
    #expect(
      error?.message
        == "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation")
    await sns.house.advance(milliseconds: 48 * 3_600_000 + 1)
    let listed = try await sns.house.call(ListSubscriptions.self)
    #expect(listed[ListSubscriptions.Output.subscriptions]?.isEmpty == true)
    let gone = await sns.house.error(GetSubscriptionAttributes.self) {
      $0[GetSubscriptionAttributes.Input.subscriptionARN] = arn
    }
    #expect(gone?.code == "NotFound")
  }

  @Test func attributesOfASubscription() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let arn = try await sns.subscribe(
      topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f", ["FilterPolicy": #"{"kind":["hot"]}"#])
    func attributes() async throws -> [String: String] {
      let answer = try await sns.house.call(GetSubscriptionAttributes.self) {
        $0[GetSubscriptionAttributes.Input.subscriptionARN] = arn
      }
      return try #require(answer[GetSubscriptionAttributes.Output.attributes])
    }
    let all = try await attributes()
    #expect(all["PendingConfirmation"] == "false" && all["ConfirmationWasAuthenticated"] == "true")
    #expect(all["SubscriptionPrincipal"] == "arn:aws:iam::000000000000:root")
    #expect(all["FilterPolicyScope"] == "MessageAttributes")
    func set(_ name: String, _ value: String) async -> AWSError? {
      await sns.house.error(SetSubscriptionAttributes.self) {
        $0[SetSubscriptionAttributes.Input.subscriptionARN] = arn
        $0[SetSubscriptionAttributes.Input.attributeName] = name
        $0[SetSubscriptionAttributes.Input.attributeValue] = value
      }
    }
    #expect(
      await set("RawMessageDelivery", "true")?.message
        == "Invalid parameter: Delivery protocol [lambda] does not support raw message delivery.")
    #expect(await set("RedrivePolicy", "{}")?.code == "NotImplemented")
    #expect(await set("Nonsense", "x")?.message == "Invalid parameter: AttributeName")
    #expect(await set("FilterPolicy", "{")?.code == "InvalidParameter")
    #expect(try await attributes()["FilterPolicy"] == #"{"kind":["hot"]}"#)
    #expect(await set("FilterPolicy", "{}") == nil)
    #expect(try await attributes()["FilterPolicy"] == nil)
  }

  @Test func listsArePagedByTheHundred() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    for index in 0..<130 {
      try await sns.subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f\(index)")
    }
    let first = try await sns.house.call(ListSubscriptions.self)
    #expect(first[ListSubscriptions.Output.subscriptions]?.count == 100)
    let token = try #require(first[ListSubscriptions.Output.nextToken])
    let second = try await sns.house.call(ListSubscriptionsByTopic.self) {
      $0[ListSubscriptionsByTopic.Input.topicARN] = topic
      $0[ListSubscriptionsByTopic.Input.nextToken] = token
    }
    #expect(second[ListSubscriptionsByTopic.Output.subscriptions]?.count == 30)
    #expect(second[ListSubscriptionsByTopic.Output.nextToken] == nil)
  }

  @Test func everythingSurvivesARestart() async throws {
    let file = "/tmp/cauce-sns-\(UInt64.random(in: 0 ... .max)).sqlite"
    let first = try SNSHouse(path: file)
    let topic = try await first.topic("a", ["DisplayName": "Alerts"])
    try await first.subscribe(topic, "email", "a@example.com")
    let token = try SNSHouse.token(in: try #require(await first.mailbox.first))
    await first.house.stop()
    let second = try SNSHouse(path: file)
    _ = try await second.house.call(ConfirmSubscription.self) {
      $0[ConfirmSubscription.Input.topicARN] = topic
      $0[ConfirmSubscription.Input.token] = token
    }
    try await second.publish(topic, "hello")
    #expect(await second.mailbox.map(\.from) == Array(repeating: "Alerts <no-reply@sns.amazonaws.com>", count: 2))
    await second.reset(account: "111122223333")
    #expect(await second.mailbox.count == 2)
    await second.reset(account: TestHouse.account)
    #expect(await second.mailbox.isEmpty)
    await second.house.stop()
    let third = try SNSHouse(path: file)
    #expect(await third.mailbox.isEmpty)
    let topics = try await third.house.call(ListTopics.self)
    #expect(topics[ListTopics.Output.topics]?.isEmpty == true)
    await third.house.stop()
    unlink(file)
  }
}
