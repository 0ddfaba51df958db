import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetRoleTests {
  @Test func findsItWhateverTheCase() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    let answer = await house.wire("GetRole", "RoleName=R")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains("<GetRoleResult><Role><Path>/</Path><RoleName>r</RoleName><RoleId>AROA"), "\(answer.text)")
    #expect(answer.text.contains("<RoleLastUsed></RoleLastUsed>"), "\(answer.text)")
  }

  @Test(arguments: [
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
    #expect(await house.wire("GetRole", request).refusal == words)
  }
}
