import Protocols
import Support
import Testing

@testable import IAM

@Suite struct TagPolicyTests {
  @Test func aKeyIsOneWhateverItsCase() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given(
      "TagPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p&Tags.member.1.Key=Team&Tags.member.1.Value=a")
    let answer2 = await house.wire(
      "TagPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p&Tags.member.1.Key=team&Tags.member.1.Value=b")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<TagPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListPolicyTags", "PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<Tags><member><Key>team</Key><Value>b</Value></member></Tags>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none&Tags.member.1.Key=a&Tags.member.1.Value=b",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p&Tags.member.1.Key=aws:x&Tags.member.1.Value=b",
      "InvalidInput: Your request contains tag keys that start with aws:, which is reserved."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p",
      "ValidationError: 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("TagPolicy", request).refusal == words)
  }
}
