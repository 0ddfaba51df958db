import Protocols
import Support
import Testing

@testable import IAM

@Suite struct UpdateRoleDescriptionTests {
  @Test func answersTheRole() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    let answer = await house.wire("UpdateRoleDescription", "RoleName=r&Description=rests")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains("<UpdateRoleDescriptionResult><Role><Path>/</Path><RoleName>r</RoleName>"), "\(answer.text)")
    #expect(answer.text.contains("<Description>rests</Description>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("RoleName=none&Description=x", "NoSuchEntity: The role with name none cannot be found."),
    (
      "RoleName=r",
      "ValidationError: 1 validation error detected: Value null at 'description' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("UpdateRoleDescription", request).refusal == words)
  }
}
