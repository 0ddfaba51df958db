import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListInstanceProfilesForRoleTests {
  @Test func thoseThatTheRoleIsIn() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("AddRoleToInstanceProfile", "InstanceProfileName=i&RoleName=r")
    await house.given("CreateInstanceProfile", "InstanceProfileName=j")
    let answer = await house.wire("ListInstanceProfilesForRole", "RoleName=R")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<InstanceProfileName>i</InstanceProfileName>"), "\(answer.text)")
    #expect(!answer.text.contains("<InstanceProfileName>j</InstanceProfileName>"), "\(answer.text)")
    #expect(answer.text.contains("<IsTruncated>false</IsTruncated>"), "\(answer.text)")
  }

  @Test func aRoleInAProfileCannotEnd() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("AddRoleToInstanceProfile", "InstanceProfileName=i&RoleName=r")
    #expect(
      await house.wire("DeleteRole", "RoleName=r").refusal
        == "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.")
  }

  @Test(arguments: [
    ("RoleName=none", "NoSuchEntity: The role with name none cannot be found."),
    ("RoleName=r&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("ListInstanceProfilesForRole", request).refusal == words)
  }
}
