import Protocols
import Support
import Testing

@testable import IAM

@Suite struct AddRoleToInstanceProfileTests {
  @Test func theRoleIsInIt() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    let answer2 = await house.wire("AddRoleToInstanceProfile", "InstanceProfileName=i&RoleName=r")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<AddRoleToInstanceProfileResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListInstanceProfilesForRole", "RoleName=r")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<RoleName>r</RoleName>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "InstanceProfileName=i&RoleName=r", "LimitExceeded: Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
    ),
    ("InstanceProfileName=i&RoleName=none", "NoSuchEntity: The role with name none cannot be found."),
    ("InstanceProfileName=none&RoleName=r", "NoSuchEntity: Instance Profile none cannot be found."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("AddRoleToInstanceProfile", "InstanceProfileName=i&RoleName=r")
    #expect(await house.wire("AddRoleToInstanceProfile", request).refusal == words)
  }
}
