import Protocols
import Support
import Testing

@testable import IAM

@Suite struct AttachGroupPolicyTests {
  @Test func attachesOnceHoweverOften() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    await house.given(
      "AttachGroupPolicy", "GroupName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer2 = await house.wire(
      "AttachGroupPolicy", "GroupName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<AttachGroupPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListAttachedGroupPolicies", "GroupName=x")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(
      answer3.text.contains(
        "<AttachedPolicies><member><PolicyName>AWSLambdaBasicExecutionRole</PolicyName><PolicyArn>arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole</PolicyArn></member></AttachedPolicies>"
      ), "\(answer3.text)")
  }

  @Test func atMostTen() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    for (index, policy) in ManagedPolicies.all.prefix(11).enumerated() {
      let answer = await house.wire("AttachGroupPolicy", "GroupName=x&PolicyArn=\(policy.arn)")
      #expect(answer.refusal == (index < 10 ? "" : "LimitExceeded: Cannot exceed quota for PoliciesPerGroup: 10"))
    }
  }

  @Test(arguments: [
    (
      "GroupName=none&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: The group with name none cannot be found."
    ),
    (
      "GroupName=x&PolicyArn=arn:aws:iam::000000000000:policy/none",
      "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable."
    ),
    (
      "GroupName=x&PolicyArn=arn:aws:s3:::bucket-of-mine", "InvalidInput: ARN arn:aws:s3:::bucket-of-mine is not valid."
    ),
    (
      "GroupName=x",
      "ValidationError: 1 validation error detected: Value null at 'policyArn' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    #expect(await house.wire("AttachGroupPolicy", request).refusal == words)
  }
}
