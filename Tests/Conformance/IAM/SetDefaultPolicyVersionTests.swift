import Protocols
import Support
import Testing

@testable import IAM

@Suite struct SetDefaultPolicyVersionTests {
  @Test func theOtherOneCounts() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given(
      "CreatePolicyVersion", "PolicyArn=arn:aws:iam::000000000000:policy/p&PolicyDocument=\(RoleTests.document)")
    let answer2 = await house.wire(
      "SetDefaultPolicyVersion", "PolicyArn=arn:aws:iam::000000000000:policy/p&VersionId=v2")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<SetDefaultPolicyVersionResponse"), "\(answer2.text)")
    let answer3 = await house.wire("GetPolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<DefaultVersionId>v2</DefaultVersionId>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/p&VersionId=v7",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/p version v7 does not exist or is not attachable."
    ),
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none&VersionId=v1",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("SetDefaultPolicyVersion", request).refusal == words)
  }
}
