import Protocols
import Support
import Testing

@testable import SNS

/// The links of mails are in SubscriptionTests.
@Suite struct ConfirmSubscriptionTests {
  @Test func theTokenOfTheMailConfirms() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    await house.given(
      "Subscribe", "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=email&Endpoint=a@example.com")
    let token = try SNSHouse.token(in: try #require(await house.mailbox.first))
    let confirmed = await house.wire(
      "ConfirmSubscription", "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Token=\(token)")
    #expect(confirmed.element("SubscriptionArn")?.hasPrefix("arn:aws:sns:us-east-1:000000000000:t:") == true)
    let answer = await house.wire("ListSubscriptionsByTopic", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(!answer.text.contains("PendingConfirmation"), "\(answer.text)")
  }

  @Test(arguments: [
    ("TopicArn=arn:aws:sns:us-east-1:000000000000:t&Token=x", "InvalidParameter: Invalid parameter: Token"),
    ("TopicArn=arn:aws:sns:us-east-1:000000000000:none&Token=x", "NotFound: Topic does not exist"),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t",
      "ValidationError: 1 validation error detected: Value null at 'token' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    #expect(await house.wire("ConfirmSubscription", request).refusal == words)
  }
}
