import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeleteRoleTests {
  @Test func theRoleIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    let answer = await house.wire("DeleteRole", "RoleName=R")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<DeleteRoleResponse"), "\(answer.text)")
    #expect(await house.wire("GetRole", "RoleName=r").refusal == "NoSuchEntity: The role with name r cannot be found.")
  }

  @Test(arguments: [
    ("RoleName=r", "DeleteConflict: Cannot delete entity, must delete policies first."),
    ("RoleName=none", "NoSuchEntity: The role with name none cannot be found."),
    (
      "RoleName=a b",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("PutRolePolicy", "RoleName=r&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    #expect(await house.wire("DeleteRole", request).refusal == words)
  }
}
