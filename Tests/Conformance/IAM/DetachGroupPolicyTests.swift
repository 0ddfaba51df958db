import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DetachGroupPolicyTests {
  @Test func thePolicyIsNoLongerAttached() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    await house.given(
      "AttachGroupPolicy", "GroupName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer2 = await house.wire(
      "DetachGroupPolicy", "GroupName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<DetachGroupPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListAttachedGroupPolicies", "GroupName=x")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("<member>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "GroupName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: Policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole was not found."
    ),
    (
      "GroupName=none&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: The group with name none cannot be found."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    #expect(await house.wire("DetachGroupPolicy", request).refusal == words)
  }
}
