import Protocols
import Support
import Testing

@testable import IAM

@Suite struct UpdateAssumeRolePolicyTests {
  @Test func theNewOneIsShown() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    let answer1 = await house.wire(
      "UpdateAssumeRolePolicy",
      #"RoleName=r&PolicyDocument={"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains("<UpdateAssumeRolePolicyResponse"), "\(answer1.text)")
    let answer2 = await house.wire("GetRole", "RoleName=r")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(
      answer2.text.contains("<AssumeRolePolicyDocument>%7B%22Statement%22%3A%5B%7B%22Effect%22"), "\(answer2.text)")
  }

  @Test(arguments: [
    ("RoleName=none&PolicyDocument=\(RoleTests.trust)", "NoSuchEntity: The role with name none cannot be found."),
    ("RoleName=r&PolicyDocument={", "MalformedPolicyDocument: This policy contains invalid Json"),
    (
      "RoleName=r",
      "ValidationError: 1 validation error detected: Value null at 'policyDocument' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("UpdateAssumeRolePolicy", request).refusal == words)
  }
}
