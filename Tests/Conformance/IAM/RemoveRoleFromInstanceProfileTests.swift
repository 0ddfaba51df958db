import Protocols
import Support
import Testing

@testable import IAM

@Suite struct RemoveRoleFromInstanceProfileTests {
  @Test func theRoleIsOut() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("AddRoleToInstanceProfile", "InstanceProfileName=i&RoleName=r")
    let answer3 = await house.wire("RemoveRoleFromInstanceProfile", "InstanceProfileName=i&RoleName=R")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<RemoveRoleFromInstanceProfileResponse"), "\(answer3.text)")
    let answer4 = await house.wire("GetInstanceProfile", "InstanceProfileName=i")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains("<Roles></Roles>"), "\(answer4.text)")
  }

  @Test(arguments: [
    ("InstanceProfileName=i&RoleName=r", "NoSuchEntity: The role with name r cannot be found."),
    ("InstanceProfileName=none&RoleName=r", "NoSuchEntity: Instance Profile none cannot be found."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    #expect(await house.wire("RemoveRoleFromInstanceProfile", request).refusal == words)
  }
}
