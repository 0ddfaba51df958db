import Protocols
import Support
import Testing

@testable import SNS

/// Names and attributes are in TopicTests.
@Suite struct CreateTopicTests {
  @Test func answersTheARN() async throws {
    let house = try SNSHouse()
    let answer0 = await house.wire(
      "CreateTopic",
      "Name=t&Attributes.entry.1.key=DisplayName&Attributes.entry.1.value=D&Tags.member.1.Key=k&Tags.member.1.Value=v")
    #expect(answer0.status == 200, "\(answer0.text)")
    #expect(
      answer0.text.contains(
        "<CreateTopicResult><TopicArn>arn:aws:sns:us-east-1:000000000000:t</TopicArn></CreateTopicResult>"),
      "\(answer0.text)")
    let answer1 = await house.wire("ListTagsForResource", "ResourceArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains("<Key>k</Key><Value>v</Value>"), "\(answer1.text)")
  }

  @Test(arguments: [
    (
      "Name=t&Attributes.entry.1.key=DisplayName&Attributes.entry.1.value=E",
      "InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with different attributes"
    ),
    ("Name=a b", "InvalidParameter: Invalid parameter: Topic Name"),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t&Attributes.entry.1.key=DisplayName&Attributes.entry.1.value=D")
    #expect(await house.wire("CreateTopic", request).refusal == words)
  }
}
