import Protocols
import Support
import Testing

@testable import SNS

@Suite struct ListSubscriptionsByTopicTests {
  @Test func onlyThoseOfTheTopic() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    await house.given("CreateTopic", "Name=u")
    await house.given(
      "Subscribe",
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&Protocol=lambda&Endpoint=arn:aws:lambda:us-east-1:000000000000:function:f"
    )
    await house.given(
      "Subscribe", "TopicArn=arn:aws:sns:us-east-1:000000000000:u&Protocol=email&Endpoint=a@example.com")
    let answer = await house.wire("ListSubscriptionsByTopic", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains("<Endpoint>arn:aws:lambda:us-east-1:000000000000:function:f</Endpoint>"), "\(answer.text)")
    #expect(!answer.text.contains("a@example.com"), "\(answer.text)")
  }

  @Test(arguments: [
    ("TopicArn=arn:aws:sns:us-east-1:000000000000:none", "NotFound: Topic does not exist"),
    (
      "TopicArn=arn:aws:sns:us-east-1:000000000000:t&NextToken=x",
      "InvalidParameter: Invalid parameter: NextToken Reason: Invalid token"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    #expect(await house.wire("ListSubscriptionsByTopic", request).refusal == words)
  }
}
