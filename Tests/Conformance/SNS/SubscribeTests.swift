import Protocols
import Support
import Testing

@testable import SNS

/// What follows is in SubscriptionTests.
@Suite struct SubscribeTests {
  @Test func aFunctionIsSubscribedAtOnce() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer = await house.wire(
      "Subscribe",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=lambda&Endpoint=arn:aws:lambda:us-east-1:000000000000:function:f"
    )
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains("<SubscribeResult><SubscriptionArn>arn:aws:sns:us-east-1:000000000000:t:"), "\(answer.text)")
  }

  @Test func anAddressHasToConfirm() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer = await house.wire(
      "Subscribe", "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=email&Endpoint=a@example.com")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<SubscriptionArn>pending confirmation</SubscriptionArn>"), "\(answer.text)")
  }

  @Test(arguments: [
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=fax&Endpoint=x",
      "InvalidParameter: Invalid parameter: Amazon SNS does not support this protocol string: fax"
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=email&Endpoint=x",
      "InvalidParameter: Invalid parameter: Email address"
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:none&Protocol=lambda&Endpoint=arn:aws:lambda:us-east-1:000000000000:function:f",
      "NotFound: Topic does not exist"
    ),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t",
      "ValidationError: 1 validation error detected: Value null at 'protocol' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    #expect(await house.wire("Subscribe", request).refusal == words)
  }
}
