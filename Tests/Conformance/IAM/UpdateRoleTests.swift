import Protocols
import Support
import Testing

@testable import IAM

@Suite struct UpdateRoleTests {
  @Test func changesWhatIsGiven() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&Description=old&AssumeRolePolicyDocument=\(RoleTests.trust)")
    let answer1 = await house.wire("UpdateRole", "RoleName=r&MaxSessionDuration=7200")
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains("<UpdateRoleResponse"), "\(answer1.text)")
    let answer2 = await house.wire("GetRole", "RoleName=r")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<MaxSessionDuration>7200</MaxSessionDuration>"), "\(answer2.text)")
  }

  @Test(arguments: [
    ("RoleName=none", "NoSuchEntity: The role with name none cannot be found."),
    (
      "RoleName=r&MaxSessionDuration=43201",
      "ValidationError: 1 validation error detected: Value '43201' at 'maxSessionDuration' failed to satisfy constraint: Member must have value less than or equal to 43200"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("UpdateRole", request).refusal == words)
  }
}
