import Protocols
import Support
import Testing

@testable import SNS

/// What follows is in SubscriptionTests.
@Suite struct UnsubscribeTests {
  @Test func theSubscriptionIsGone() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let made = await house.wire(
      "Subscribe",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=lambda&Endpoint=arn:aws:lambda:us-east-1:000000000000:function:f"
    )
    let arn = try #require(made.element("SubscriptionArn"))
    for _ in 0..<2 { #expect(await house.wire("Unsubscribe", "SubscriptionArn=\(arn)").status == 200) }
    let answer = await house.wire("ListSubscriptions", "")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(!answer.text.contains("<member>"), "\(answer.text)")
  }

  @Test(arguments: [
    (
      "SubscriptionArn=x",
      "InvalidParameter: Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"
    ),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'subscriptionArn' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("Unsubscribe", request).refusal == words)
  }
}
