import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListRolePoliciesTests {
  @Test func inTheOrderOfTheirNames() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("PutRolePolicy", "RoleName=r&PolicyName=b&PolicyDocument=\(RoleTests.document)")
    await house.given("PutRolePolicy", "RoleName=r&PolicyName=a&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("ListRolePolicies", "RoleName=r")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<PolicyNames><member>a</member><member>b</member></PolicyNames><IsTruncated>false</IsTruncated>"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("RoleName=none", "NoSuchEntity: The role with name none cannot be found."),
    ("RoleName=r&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("ListRolePolicies", request).refusal == words)
  }
}
