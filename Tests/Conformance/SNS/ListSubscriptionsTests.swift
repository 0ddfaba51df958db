import Protocols
import Support
import Testing

@testable import SNS

/// How it pages is in SubscriptionTests.
@Suite struct ListSubscriptionsTests {
  @Test func pendingOnesHideTheirARN() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    await house.given(
      "Subscribe", "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=email&Endpoint=a@example.com")
    let answer = await house.wire("ListSubscriptions", "")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<SubscriptionArn>PendingConfirmation</SubscriptionArn><Owner>000000000000</Owner><Protocol>email</Protocol><Endpoint>a@example.com</Endpoint><TopicArn>arn:aws:sns:us-east-1:000000000000:t</TopicArn>"
      ), "\(answer.text)")
    #expect(!answer.text.contains("<NextToken>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("NextToken=x", "InvalidParameter: Invalid parameter: NextToken Reason: Invalid token")
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("ListSubscriptions", request).refusal == words)
  }
}
