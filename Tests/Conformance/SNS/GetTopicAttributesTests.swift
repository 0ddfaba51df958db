import Protocols
import Support
import Testing

@testable import SNS

/// What is counted is in TopicTests.
@Suite struct GetTopicAttributesTests {
  @Test func tellsThem() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer = await house.wire("GetTopicAttributes", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains("<entry><key>TopicArn</key><value>arn:aws:sns:us-east-1:000000000000:t</value></entry>"),
      "\(answer.text)")
    #expect(answer.text.contains("<entry><key>Owner</key><value>000000000000</value></entry>"), "\(answer.text)")
    #expect(answer.text.contains("<entry><key>SubscriptionsConfirmed</key><value>0</value></entry>"), "\(answer.text)")
    #expect(answer.text.contains("<key>EffectiveDeliveryPolicy</key>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("TopicArn=arn:aws:sns:us-east-1:000000000000:none", "NotFound: Topic does not exist"),
    (
      "TopicArn=none",
      "InvalidParameter: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"
    ),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'topicArn' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("GetTopicAttributes", request).refusal == words)
  }
}
