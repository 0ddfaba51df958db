import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DetachRolePolicyTests {
  @Test func thePolicyIsNoLongerAttached() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given(
      "AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer2 = await house.wire(
      "DetachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<DetachRolePolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListAttachedRolePolicies", "RoleName=r")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("<member>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "RoleName=r&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: Policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole was not found."
    ),
    (
      "RoleName=none&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: The role with name none cannot be found."
    ),
    (
      "RoleName=r&PolicyArn=short",
      "ValidationError: 1 validation error detected: Value 'short' at 'policyArn' failed to satisfy constraint: Member must have length greater than or equal to 20"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("DetachRolePolicy", request).refusal == words)
  }
}
