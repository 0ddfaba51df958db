import Protocols
import Support
import Testing

@testable import IAM

/// How it pages is in RoleTests.
@Suite struct ListRolesTests {
  @Test func onlyThoseUnderThePath() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("CreateRole", "RoleName=q&Path=/a/&AssumeRolePolicyDocument=\(RoleTests.trust)")
    let answer = await house.wire("ListRoles", "PathPrefix=/a/")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<RoleName>q</RoleName>"), "\(answer.text)")
    #expect(!answer.text.contains("<RoleName>r</RoleName>"), "\(answer.text)")
    #expect(!answer.text.contains("<Tags>"), "\(answer.text)")
    #expect(answer.text.contains("<IsTruncated>false</IsTruncated>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("Marker=x", "ValidationError: Invalid Marker."),
    (
      "PathPrefix=a",
      #"ValidationError: 1 validation error detected: Value 'a' at 'pathPrefix' failed to satisfy constraint: Member must satisfy regular expression pattern: \u002F[\u0021-\u007F]*"#
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("ListRoles", request).refusal == words)
  }
}
