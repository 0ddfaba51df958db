import Protocols
import Support
import Testing

@testable import SNS

@Suite struct ListTagsForResourceTests {
  @Test func inTheOrderOfTheirKeys() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    await house.given(
      "TagResource",
      "ResourceArn=arn:aws:sns:us-east-1:000000000000:t&Tags.member.1.Key=b&Tags.member.1.Value=2&Tags.member.2.Key=a&Tags.member.2.Value=1"
    )
    let answer = await house.wire("ListTagsForResource", "ResourceArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<Tags><member><Key>a</Key><Value>1</Value></member><member><Key>b</Key><Value>2</Value></member></Tags>"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("ResourceArn=arn:aws:sns:us-east-1:000000000000:none", "ResourceNotFound: Resource does not exist"),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("ListTagsForResource", request).refusal == words)
  }
}
