import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetRolePolicyTests {
  @Test func theDocumentIsEncoded() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("PutRolePolicy", "RoleName=r&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("GetRolePolicy", "RoleName=r&PolicyName=p")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<GetRolePolicyResult><RoleName>r</RoleName><PolicyName>p</PolicyName><PolicyDocument>%7B%22Version"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("RoleName=r&PolicyName=q", "NoSuchEntity: The role policy with name q cannot be found."),
    ("RoleName=none&PolicyName=q", "NoSuchEntity: The role with name none cannot be found."),
    (
      "RoleName=r",
      "ValidationError: 1 validation error detected: Value null at 'policyName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("GetRolePolicy", request).refusal == words)
  }
}
