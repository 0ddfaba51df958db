import Protocols
import Runtime
import Support
import Testing

@testable import SNS

/// Subscriptions of HTTP endpoints: confirmed by what they are sent, delivered to, tried again, ended and restored.
@Suite struct WebDeliveryTests {
  private static let endpoint = "http://hooks.example.com/sns?x=1"

  /// Subscribes and confirms with the token that was posted.
  private func confirmed(
    _ sns: SNSHouse, _ topic: String, _ attributes: [String: String]? = nil, endpoint: String = endpoint
  ) async throws -> String {
    let count = sns.web.posts.count
    #expect(try await sns.subscribe(topic, "http", endpoint, attributes) == "pending confirmation")
    let post = try #require(await sns.web.wait(for: count + 1).last)
    let token = try #require(try JSONValue.parse(post.body)["Token"]?.string)
    let answer = try await sns.house.call(ConfirmSubscription.self) {
      $0[ConfirmSubscription.Input.topicARN] = topic
      $0[ConfirmSubscription.Input.token] = token
    }
    return try #require(answer[ConfirmSubscription.Output.subscriptionARN])
  }

  @Test func asksTheEndpointToConfirm() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    try await sns.subscribe(topic, "http", WebDeliveryTests.endpoint)
    let post = try #require(await sns.web.wait(for: 1).first)
    #expect(post.url == WebDeliveryTests.endpoint)
    #expect(post.fields["x-amz-sns-message-type"] == "SubscriptionConfirmation")
    #expect(post.fields["x-amz-sns-topic-arn"] == topic)
    #expect(post.fields["x-amz-sns-subscription-arn"] == nil)
    #expect(post.fields["Content-Type"] == "text/plain; charset=UTF-8")
    #expect(post.fields["User-Agent"] == "Amazon Simple Notification Service Agent")
    let text = try JSONValue.parse(post.body)
    #expect(
      text.object?.members.map(\.key) == [
        "Type", "MessageId", "Token", "TopicArn", "Message", "SubscribeURL", "Timestamp", "SignatureVersion",
        "Signature",
        "SigningCertURL",
      ])
    #expect(text["MessageId"]?.string == post.fields["x-amz-sns-message-id"])
    #expect(Base64.decode(text["Signature"]?.string ?? "")?.count == 256)
    #expect(
      text["SigningCertURL"]?.string?.hasPrefix("http://127.0.0.1:4566/_cauce/sns/SimpleNotificationService-") == true)
    // Nothing is delivered before it has confirmed.
    try await sns.publish(topic, "lost")
    #expect(sns.web.posts.count == 1)
  }

  @Test func deliversNotificationsAndRawMessages() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let arn = try await confirmed(sns, topic)
    let id = try await sns.publish(topic, "It is hot.", subject: "Hot")
    let post = try #require(await sns.web.wait(for: 2).last)
    #expect(post.fields["x-amz-sns-message-type"] == "Notification")
    #expect(post.fields["x-amz-sns-message-id"] == id)
    #expect(post.fields["x-amz-sns-subscription-arn"] == arn)
    #expect(post.fields["x-amz-sns-rawdelivery"] == nil)
    let text = try JSONValue.parse(post.body)
    #expect(text["Message"]?.string == "It is hot." && text["Subject"]?.string == "Hot")
    #expect(text["UnsubscribeURL"]?.string?.hasSuffix("?Action=Unsubscribe&SubscriptionArn=\(arn)") == true)

    _ = try await sns.house.call(SetSubscriptionAttributes.self) {
      $0[SetSubscriptionAttributes.Input.subscriptionARN] = arn
      $0[SetSubscriptionAttributes.Input.attributeName] = "RawMessageDelivery"
      $0[SetSubscriptionAttributes.Input.attributeValue] = "true"
    }
    try await sns.publish(topic, "raw \u{1} text")
    let raw = try #require(await sns.web.wait(for: 3).last)
    #expect(raw.body == "raw \u{1} text")
    #expect(raw.fields["x-amz-sns-rawdelivery"] == "true")
  }

  @Test func triesAgainAsThePolicySays() async throws {
    let sns = try SNSHouse()
    await sns.house.onLoop { [house = sns.house] in house.clock.freeze() }
    let topic = try await sns.topic()
    _ = try await confirmed(
      sns, topic,
      [
        "DeliveryPolicy":
          #"{"healthyRetryPolicy":{"minDelayTarget":5,"maxDelayTarget":9,"numRetries":4,"numNoDelayRetries":1,"#
          + #""numMinDelayRetries":1},"requestPolicy":{"headerContentType":"application/json"}}"#
      ])
    sns.web.answer([503, 0, 429, 500, 599])
    try await sns.publish(topic, "m")
    // At once, then after the shortest delay, then growing to the longest.
    #expect(await sns.web.wait(for: 3).count == 3)
    #expect(sns.web.posts.last?.fields["Content-Type"] == "application/json")
    for (milliseconds, count) in [(5000, 4), (7000, 5), (9000, 6)] as [(Int64, Int)] {
      try await sns.settled()
      await sns.house.advance(milliseconds: milliseconds - 1)
      #expect(sns.web.posts.count == count - 1)
      await sns.house.advance(milliseconds: 1)
      #expect(await sns.web.wait(for: count).count == count)
    }
    // That was the last try.
    try await sns.settled()
    #expect(await sns.outbox() == 0)
  }

  @Test func whatIsRefusedIsNotTriedAgain() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    _ = try await confirmed(sns, topic)
    sns.web.answer([404])
    try await sns.publish(topic, "m")
    #expect(await sns.web.wait(for: 2).count == 2)
    try await sns.settled()
    #expect(await sns.outbox() == 0)
  }

  @Test func theEndIsToldAndMayBeTakenBack() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let arn = try await confirmed(sns, topic, ["FilterPolicyScope": "MessageBody", "FilterPolicy": #"{"a":["b"]}"#])
    _ = try await sns.house.call(Unsubscribe.self) { $0[Unsubscribe.Input.subscriptionARN] = arn }
    let post = try #require(await sns.web.wait(for: 2).last)
    #expect(post.fields["x-amz-sns-message-type"] == "UnsubscribeConfirmation")
    #expect(post.fields["x-amz-sns-subscription-arn"] == arn)
    let text = try JSONValue.parse(post.body)
    #expect(text["Message"]?.string?.hasPrefix("You have chosen to deactivate subscription \(arn).\n") == true)
    let token = try #require(text["Token"]?.string)
    func confirm() async -> AWSError? {
      await sns.house.error(ConfirmSubscription.self) {
        $0[ConfirmSubscription.Input.topicARN] = topic
        $0[ConfirmSubscription.Input.token] = token
      }
    }
    #expect(await confirm() == nil)
    let back = try await sns.house.call(GetSubscriptionAttributes.self) {
      $0[GetSubscriptionAttributes.Input.subscriptionARN] = arn
    }
    #expect(back[GetSubscriptionAttributes.Output.attributes]?["FilterPolicy"] == #"{"a":["b"]}"#)
    #expect(await confirm()?.message == "Invalid parameter: Token")
  }

  @Test func thePasswordOfAnAddressIsSentAndNotShown() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let arn = try await confirmed(sns, topic, endpoint: "http://probe:s%20x@hooks.example.com/")
    let post = try #require(sns.web.posts.first)
    #expect(post.url == "http://hooks.example.com/")
    #expect(post.fields["Authorization"] == "Basic " + Base64.encode(Array("probe:s x".utf8)))
    let listed = try await sns.house.call(ListSubscriptions.self)
    #expect(
      listed[ListSubscriptions.Output.subscriptions]?.first?[Subscription.endpoint]
        == "http://probe:****@hooks.example.com/")
    let shown = try await sns.house.call(GetSubscriptionAttributes.self) {
      $0[GetSubscriptionAttributes.Input.subscriptionARN] = arn
    }
    #expect(shown[GetSubscriptionAttributes.Output.attributes]?["Endpoint"] == "http://probe:****@hooks.example.com/")
    #expect(
      shown[GetSubscriptionAttributes.Output.attributes]?["EffectiveDeliveryPolicy"]?.hasPrefix(
        #"{"healthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"#) == true)
  }

  @Test func aTopicsPolicyIsForAllOfItsSubscriptions() async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic(
      "a",
      [
        "DeliveryPolicy":
          #"{"http":{"defaultHealthyRetryPolicy":{"numRetries":0},"disableSubscriptionOverrides":true}}"#
      ])
    _ = try await confirmed(sns, topic, ["DeliveryPolicy": #"{"healthyRetryPolicy":{"numRetries":50}}"#])
    let shown = try await sns.house.call(GetTopicAttributes.self) { $0[GetTopicAttributes.Input.topicARN] = topic }
    let effective = try #require(shown[GetTopicAttributes.Output.attributes]?["EffectiveDeliveryPolicy"])
    #expect(effective.contains(#""numRetries":0"#) && effective.contains(#""disableSubscriptionOverrides":true"#))
    sns.web.answer([500])
    try await sns.publish(topic, "m")
    #expect(await sns.web.wait(for: 2).count == 2)
    try await sns.settled()
    #expect(await sns.outbox() == 0)
  }

  @Test(arguments: [
    ("http", "https://a.example.com/", nil, "Endpoint must match the specified protocol"),
    ("https", "a.example.com", nil, "Endpoint must match the specified protocol"),
    ("http", "http://a b/", nil, "Endpoint must match the specified protocol"),
    ("http", "http://a/", "{", "DeliveryPolicy: failed to parse JSON."),
    (
      "http", "http://a/", #"{"healthyRetryPolicy":{"numRetries":101}}"#,
      "DeliveryPolicy: healthyRetryPolicy.numRetries must be greater than or equal to 0 and less than or equal to 100"
    ),
    (
      "http", "http://a/", #"{"healthyRetryPolicy":{"numRetries":2,"numNoDelayRetries":2,"numMinDelayRetries":1}}"#,
      "DeliveryPolicy: healthyRetryPolicy.numRetries must be greater than or equal to total of numMinDelayRetries, "
        + "numNoDelayRetries and numMaxDelayRetries"
    ),
    ("http", "http://a/", #"{"colour":1}"#, "DeliveryPolicy: Unexpected JSON member: colour"),
  ])
  func refuses(_ name: String, _ endpoint: String, _ policy: String?, _ words: String) async throws {
    let sns = try SNSHouse()
    let topic = try await sns.topic()
    let error = await sns.house.error(Subscribe.self) {
      $0[Subscribe.Input.topicARN] = topic
      $0[Subscribe.Input.deliveryProtocol] = name
      $0[Subscribe.Input.endpoint] = endpoint
      $0[Subscribe.Input.attributes] = policy.map { ["DeliveryPolicy": $0] }
    }
    #expect(error?.message == "Invalid parameter: \(words)")
  }
}
