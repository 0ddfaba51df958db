import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListPolicyVersionsTests {
  @Test func theNewestFirst() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given(
      "CreatePolicyVersion", "PolicyArn=arn:aws:iam::000000000000:policy/p&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("ListPolicyVersions", "PolicyArn=arn:aws:iam::000000000000:policy/p&MaxItems=1")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains("<VersionId>v2</VersionId><IsDefaultVersion>false</IsDefaultVersion>"), "\(answer.text)")
    #expect(!answer.text.contains("<VersionId>v1</VersionId>"), "\(answer.text)")
    #expect(answer.text.contains("<IsTruncated>true</IsTruncated>"), "\(answer.text)")
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
    #expect(await house.wire("ListPolicyVersions", request).refusal == words)
  }
}
