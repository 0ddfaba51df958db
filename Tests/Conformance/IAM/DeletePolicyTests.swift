import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeletePolicyTests {
  @Test func theNameIsFreeAgain() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("DeletePolicy", "PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<DeletePolicyResponse"), "\(answer.text)")
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
  }

  @Test(arguments: [
    (
      "PolicyArn=arn:aws:iam::000000000000:policy/none",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none was not found."
    ),
    ("PolicyArn=arn:aws:iam::000000000000:policy/p", "DeleteConflict: Cannot delete a policy attached to entities."),
    (
      "PolicyArn=short",
      "ValidationError: 1 validation error detected: Value 'short' at 'policyArn' failed to satisfy constraint: Member must have length greater than or equal to 20"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given("AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::000000000000:policy/p")
    #expect(await house.wire("DeletePolicy", request).refusal == words)
  }
}
