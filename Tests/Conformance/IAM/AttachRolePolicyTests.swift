import Protocols
import Support
import Testing

@testable import IAM

@Suite struct AttachRolePolicyTests {
  @Test func attachesOnceHoweverOften() async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    await house.given(
      "AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer2 = await house.wire(
      "AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(
      answer2.text.contains(
        #"<AttachRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata>"#),
      "\(answer2.text)")
    let answer3 = await house.wire("ListAttachedRolePolicies", "RoleName=r")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(
      answer3.text.contains(
        "<AttachedPolicies><member><PolicyName>AWSLambdaBasicExecutionRole</PolicyName><PolicyArn>arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole</PolicyArn></member></AttachedPolicies>"
      ), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "RoleName=none&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: The role with name none cannot be found."
    ),
    (
      "RoleName=r&PolicyArn=arn:aws:iam::000000000000:policy/none",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable."
    ),
    (
      "RoleName=r&PolicyArn=short",
      "ValidationError: 1 validation error detected: Value 'short' at 'policyArn' failed to satisfy constraint: Member must have length greater than or equal to 20"
    ),
    (
      "RoleName=r",
      "ValidationError: 1 validation error detected: Value null at 'policyArn' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(RoleTests.trust)")
    #expect(await house.wire("AttachRolePolicy", request).refusal == words)
  }
}
