import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeleteInstanceProfileTests {
  @Test func theProfileIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    let answer = await house.wire("DeleteInstanceProfile", "InstanceProfileName=i")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<DeleteInstanceProfileResponse"), "\(answer.text)")
    #expect(
      await house.wire("GetInstanceProfile", "InstanceProfileName=i").refusal
        == "NoSuchEntity: Instance Profile i cannot be found.")
  }

  @Test(arguments: [
    ("InstanceProfileName=i", "DeleteConflict: Cannot delete entity, must remove roles from instance profile first."),
    ("InstanceProfileName=none", "NoSuchEntity: Instance Profile none cannot be found."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("AddRoleToInstanceProfile", "InstanceProfileName=i&RoleName=r")
    #expect(await house.wire("DeleteInstanceProfile", request).refusal == words)
  }
}
