import Protocols
import Support
import Testing

@testable import IAM

@Suite struct AttachUserPolicyTests {
  @Test func attachesOnceHoweverOften() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    await house.given(
      "AttachUserPolicy", "UserName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer2 = await house.wire(
      "AttachUserPolicy", "UserName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<AttachUserPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListAttachedUserPolicies", "UserName=x")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(
      answer3.text.contains(
        "<AttachedPolicies><member><PolicyName>AWSLambdaBasicExecutionRole</PolicyName><PolicyArn>arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole</PolicyArn></member></AttachedPolicies>"
      ), "\(answer3.text)")
  }

  @Test func atMostTen() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    for (index, policy) in ManagedPolicies.all.prefix(11).enumerated() {
      let answer = await house.wire("AttachUserPolicy", "UserName=x&PolicyArn=\(policy.arn)")
      #expect(answer.refusal == (index < 10 ? "" : "LimitExceeded: Cannot exceed quota for PoliciesPerUser: 10"))
    }
  }

  @Test(arguments: [
    (
      "UserName=none&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: The user with name none cannot be found."
    ),
    (
      "UserName=x&PolicyArn=arn:aws:iam::000000000000:policy/none",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable."
    ),
    ("UserName=x&PolicyArn=arn:aws:s3:::bucket-of-mine", "InvalidInput: ARN arn:aws:s3:::bucket-of-mine is not valid."),
    (
      "UserName=x",
      "ValidationError: 1 validation error detected: Value null at 'policyArn' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    #expect(await house.wire("AttachUserPolicy", request).refusal == words)
  }
}
