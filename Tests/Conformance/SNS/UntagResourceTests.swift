import Protocols
import Support
import Testing

@testable import SNS

@Suite struct UntagResourceTests {
  @Test func leavesTheOthers() async throws {
    let house = try SNSHouse()
    await house.given("CreateTopic", "Name=t")
    await house.given(
      "TagResource",
      "ResourceArn=arn:aws:sns:us-east-1:000000000000:t&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b&Tags.member.2.Value=2"
    )
    let answer2 = await house.wire(
      "UntagResource", "ResourceArn=arn:aws:sns:us-east-1:000000000000:t&TagKeys.member.1=a&TagKeys.member.2=z")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<UntagResourceResult></UntagResourceResult>"), "\(answer2.text)")
    let answer3 = await house.wire("ListTagsForResource", "ResourceArn=arn:aws:sns:us-east-1:000000000000:t")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<Tags><member><Key>b</Key><Value>2</Value></member></Tags>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "ResourceArn=arn:aws:sns:us-east-1:000000000000:none&TagKeys.member.1=a",
      "ResourceNotFound: Resource does not exist"
    ),
    (
      "ResourceArn=arn:aws:sns:us-east-1:000000000000:none",
      "ValidationError: 1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try SNSHouse()
    #expect(await house.wire("UntagResource", request).refusal == words)
  }
}
