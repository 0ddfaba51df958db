import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeleteRolePolicyTests {
  @Test func thePolicyIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("PutRolePolicy", "RoleName=r&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer2 = await house.wire("DeleteRolePolicy", "RoleName=r&PolicyName=p")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<DeleteRolePolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListRolePolicies", "RoleName=r")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("<member>"), "\(answer3.text)")
  }

  @Test(arguments: [
    ("RoleName=r&PolicyName=q", "NoSuchEntity: The role policy with name q cannot be found."),
    ("RoleName=none&PolicyName=p", "NoSuchEntity: The role with name none cannot be found."),
    (
      "RoleName=r",
      "ValidationError: 1 validation error detected: Value null at 'policyName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("DeleteRolePolicy", request).refusal == words)
  }
}
