import Protocols
import Support
import Testing

@testable import IAM

@Suite struct PutRolePolicyTests {
  @Test func replacesTheOneOfThatName() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("PutRolePolicy", "RoleName=r&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer2 = await house.wire(
      "PutRolePolicy",
      #"RoleName=r&PolicyName=P&PolicyDocument={"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<PutRolePolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("GetRolePolicy", "RoleName=r&PolicyName=p")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("%22Deny%22"), "\(answer3.text)")
    let answer4 = await house.wire("ListRolePolicies", "RoleName=r")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains("<PolicyNames><member>P</member></PolicyNames>"), "\(answer4.text)")
  }

  @Test(arguments: [
    (
      "RoleName=none&PolicyName=p&PolicyDocument=\(RoleTests.document)",
      "NoSuchEntity: The role with name none cannot be found."
    ),
    ("RoleName=r&PolicyName=p&PolicyDocument=x", "MalformedPolicyDocument: Syntax errors in policy."),
    (
      "RoleName=r&PolicyName=p",
      "ValidationError: 1 validation error detected: Value null at 'policyDocument' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("PutRolePolicy", request).refusal == words)
  }
}
