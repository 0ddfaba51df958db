import Protocols
import Support
import Testing

@testable import SNS

/// How it pages is in TopicTests.
@Suite struct ListTopicsTests {
  @Test func listsThem() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    let answer = await house.wire("ListTopics", "")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<Topics><member><TopicArn>arn:aws:sns:us-east-1:000000000000:t</TopicArn></member></Topics>"), "\(answer.text)"
    )
    #expect(!answer.text.contains("<NextToken>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("NextToken=x", "InvalidParameter: Invalid parameter: NextToken Reason: Invalid token")
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("ListTopics", request).refusal == words)
  }
}
