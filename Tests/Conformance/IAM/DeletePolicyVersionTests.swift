import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeletePolicyVersionTests {
  @Test func theVersionIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given(
      "CreatePolicyVersion", "PolicyArn=arn:aws:iam::000000000000:policy/p&PolicyDocument=\(RoleTests.document)")
    let answer2 = await house.wire("DeletePolicyVersion", "PolicyArn=arn:aws:iam::000000000000:policy/p&VersionId=v2")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<DeletePolicyVersionResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListPolicyVersions", "PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<VersionId>v1</VersionId>"), "\(answer3.text)")
    #expect(!answer3.text.contains("<VersionId>v2</VersionId>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p&VersionId=v1",
      "DeleteConflict: Cannot delete the default version of a policy."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p&VersionId=v9",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/p version v9 does not exist or is not attachable."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p&VersionId=9",
      #"ValidationError: 1 validation error detected: Value '9' at 'versionId' failed to satisfy constraint: Member must satisfy regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"#
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none&VersionId=v1",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("DeletePolicyVersion", request).refusal == words)
  }
}
