import Protocols
import Support
import Testing

@testable import SNS

@Suite struct SetSubscriptionAttributesTests {
  @Test func theFilterIsShown() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let made = await house.wire(
      "Subscribe",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=lambda&Endpoint=arn:aws:lambda:us-east-1:000000000000:function:f"
    )
    let arn = try #require(made.element("SubscriptionArn"))
    let set = await house.wire(
      "SetSubscriptionAttributes", #"SubscriptionArn=\#(arn)&AttributeName=FilterPolicy&AttributeValue={"a":["b"]}"#)
    #expect(set.status == 200)
    let answer = await house.wire("GetSubscriptionAttributes", "SubscriptionArn=\(arn)")
    #expect(answer.text.contains("<key>FilterPolicyScope</key><value>MessageAttributes</value>"))
    #expect(
      await house.wire("SetSubscriptionAttributes", "SubscriptionArn=\(arn)&AttributeName=Nothing&AttributeValue=x")
        .refusal
        == "InvalidParameter: Invalid parameter: AttributeName")
    #expect(
      await house.wire(
        "SetSubscriptionAttributes", "SubscriptionArn=\(arn)&AttributeName=FilterPolicyScope&AttributeValue=x"
      ).refusal
        == "InvalidParameter: Invalid parameter: FilterPolicyScope: Invalid value [x]. "
        + "Please use either MessageBody or MessageAttributes")
  }

  @Test(arguments: [
    (
      "SubscriptionArn=arn:aws:sns:us-east-1:000000000000:t:00000000-0000-4000-8000-000000000000&AttributeName=FilterPolicy&AttributeValue={}",
      "NotFound: Subscription does not exist"
    )
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("SetSubscriptionAttributes", request).refusal == words)
  }
}
