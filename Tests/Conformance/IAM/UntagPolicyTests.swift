import Protocols
import Support
import Testing

@testable import IAM

@Suite struct UntagPolicyTests {
  @Test func leavesTheOthers() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given(
      "TagPolicy",
      "PolicyArn=arn:aws:iam::000000000000:policy/p&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b&Tags.member.2.Value=2"
    )
    let answer2 = await house.wire(
      "UntagPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p&TagKeys.member.1=A&TagKeys.member.2=z")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<UntagPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListPolicyTags", "PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<Tags><member><Key>b</Key><Value>2</Value></member></Tags>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none&TagKeys.member.1=a",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p",
      "ValidationError: 1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("UntagPolicy", request).refusal == words)
  }
}
