import Protocols
import Support
import Testing

@testable import SNS

@Suite struct TagResourceTests {
  @Test func aTagIsReplaced() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    await house.given(
      "TagResource", "ResourceArn=arn:aws:sns:us-east-1:000000000000:t&Tags.member.1.Key=a&Tags.member.1.Value=1")
    let answer2 = await house.wire(
      "TagResource", "ResourceArn=arn:aws:sns:us-east-1:000000000000:t&Tags.member.1.Key=a&Tags.member.1.Value=2")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<TagResourceResult></TagResourceResult>"), "\(answer2.text)")
    let answer3 = await house.wire("ListTagsForResource", "ResourceArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<Tags><member><Key>a</Key><Value>2</Value></member></Tags>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "ResourceArn=arn:aws:sns:us-east-1:000000000000:none&Tags.member.1.Key=a&Tags.member.1.Value=2",
      "ResourceNotFound: Resource does not exist"
    ),
    (
      "ResourceArn=arn:aws:sns:us-east-1:000000000000:none",
      "ValidationError: 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("TagResource", request).refusal == words)
  }
}
