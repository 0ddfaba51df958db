import Protocols
import Support
import Testing

@testable import IAM

/// Its bounds and its policies are in RoleTests.
@Suite struct CreateRoleTests {
  @Test func answersTheRoleWithItsPolicyEncoded() async throws {
    let house = try IAMHouse()
    let answer = await house.wire(
      "CreateRole",
      "RoleName=r&Path=/a/&Description=d&MaxSessionDuration=7200&AssumeRolePolicyDocument=\(RoleTests.trust)&Tags.member.1.Key=k&Tags.member.1.Value=v"
    )
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<Role><Path>/a/</Path><RoleName>r</RoleName><RoleId>AROA"), "\(answer.text)")
    #expect(answer.text.contains("<Arn>arn:aws:iam::000000000000:role/a/r</Arn>"), "\(answer.text)")
    #expect(answer.text.contains("<AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22"), "\(answer.text)")
    #expect(answer.text.contains("<MaxSessionDuration>7200</MaxSessionDuration>"), "\(answer.text)")
    #expect(answer.text.contains("<Tags><member><Key>k</Key><Value>v</Value></member></Tags>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("RoleName=R&AssumeRolePolicyDocument=\(RoleTests.trust)", "EntityAlreadyExists: Role with name R already exists."),
    ("RoleName=q&AssumeRolePolicyDocument={", "MalformedPolicyDocument: This policy contains invalid Json"),
    (
      "RoleName=a b&AssumeRolePolicyDocument=\(RoleTests.trust)",
      #"ValidationError: 1 validation error detected: Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+"#
    ),
    (
      "RoleName=q&MaxSessionDuration=60&AssumeRolePolicyDocument=\(RoleTests.trust)",
      "ValidationError: 1 validation error detected: Value '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600"
    ),
    (
      "RoleName=q",
      "ValidationError: 1 validation error detected: Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("CreateRole", request).refusal == words)
  }
}
