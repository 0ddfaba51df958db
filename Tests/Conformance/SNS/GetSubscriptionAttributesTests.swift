import Protocols
import Support
import Testing

@testable import SNS

@Suite struct GetSubscriptionAttributesTests {
  @Test func tellsThem() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let made = await house.wire(
      "Subscribe",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=lambda&Endpoint=arn:aws:lambda:us-east-1:000000000000:function:f"
    )
    let arn = try #require(made.element("SubscriptionArn"))
    let answer = await house.wire("GetSubscriptionAttributes", "SubscriptionArn=\(arn)")
    for part in [
      "<key>Protocol</key><value>lambda</value>", "<key>PendingConfirmation</key><value>false</value>",
      "<key>Endpoint</key><value>arn:aws:lambda:us-east-1:000000000000:function:f</value>",
      "<key>TopicArn</key><value>arn:aws:sns:us-east-1:000000000000:t</value>",
      "<key>ConfirmationWasAuthenticated</key><value>true</value>",
    ] { #expect(answer.text.contains(part), "\(answer.text)") }
  }

  @Test(arguments: [
    (
      "SubscriptionArn=arn:aws:sns:us-east-1:000000000000:t:00000000-0000-4000-8000-000000000000",
      "NotFound: Subscription does not exist"
    ),
    (
      "SubscriptionArn=x",
      "InvalidParameter: Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"
    ),
    (
      "SubscriptionArn=arn:aws:sns:us-east-1:000000000000:t",
      "InvalidParameter: Invalid parameter: SubscriptionArn Reason: An ARN must have a SubscriptionId"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("GetSubscriptionAttributes", request).refusal == words)
  }
}
