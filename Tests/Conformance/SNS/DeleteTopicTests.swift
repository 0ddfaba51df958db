import Protocols
import Support
import Testing

@testable import SNS

/// What becomes of its subscriptions is in TopicTests.
@Suite struct DeleteTopicTests {
  @Test func isGoneAndMayBeDeletedAgain() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer1 = await house.wire("DeleteTopic", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains("<DeleteTopicResponse"), "\(answer1.text)")
    let answer2 = await house.wire("DeleteTopic", "TopicArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<DeleteTopicResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListTopics", "")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("<member>"), "\(answer3.text)")
  }

  @Test(arguments: [
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
    #expect(await house.wire("DeleteTopic", request).refusal == words)
  }
}
