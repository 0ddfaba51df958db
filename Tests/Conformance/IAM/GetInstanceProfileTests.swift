import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetInstanceProfileTests {
  @Test func tellsItsRole() async throws {
    let house = try IAMHouse()
    await house.given("CreateInstanceProfile", "InstanceProfileName=i")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("AddRoleToInstanceProfile", "InstanceProfileName=i&RoleName=r")
    let answer = await house.wire("GetInstanceProfile", "InstanceProfileName=I")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<Roles><member><Path>/</Path><RoleName>r</RoleName>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("InstanceProfileName=none", "NoSuchEntity: Instance Profile none cannot be found."),
    (
      "",
      "ValidationError: 1 validation error detected: Value null at 'instanceProfileName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("GetInstanceProfile", request).refusal == words)
  }
}
