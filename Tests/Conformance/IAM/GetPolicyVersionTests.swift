import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetPolicyVersionTests {
  @Test func theDocumentIsEncoded() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("GetPolicyVersion", "PolicyArn=arn:aws:iam::000000000000:policy/p&VersionId=v1")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<PolicyVersion><Document>%7B%22Version%22%3A%222012-10-17%22"), "\(answer.text)")
    #expect(
      answer.text.contains("<VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion>"), "\(answer.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p&VersionId=v2",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/p version v2 does not exist or is not attachable."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none&VersionId=v1",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p",
      "ValidationError: 1 validation error detected: Value null at 'versionId' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("GetPolicyVersion", request).refusal == words)
  }
}
