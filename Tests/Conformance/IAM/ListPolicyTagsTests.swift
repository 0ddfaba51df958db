import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListPolicyTagsTests {
  @Test func pagesThem() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given(
      "TagPolicy",
      "PolicyArn=arn:aws:iam::000000000000:policy/p&Tags.member.1.Key=b&Tags.member.1.Value=2&Tags.member.2.Key=a&Tags.member.2.Value=1"
    )
    let answer = await house.wire("ListPolicyTags", "PolicyArn=arn:aws:iam::000000000000:policy/p&MaxItems=1")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<Tags><member><Key>a</Key><Value>1</Value></member></Tags><IsTruncated>true</IsTruncated><Marker>"),
      "\(answer.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
    ("PolicyArn=arn:aws:iam::000000000000:policy/p&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("ListPolicyTags", request).refusal == words)
  }
}
