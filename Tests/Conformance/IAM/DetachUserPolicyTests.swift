import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DetachUserPolicyTests {
  @Test func thePolicyIsNoLongerAttached() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    await house.given(
      "AttachUserPolicy", "UserName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    let answer2 = await house.wire(
      "DetachUserPolicy", "UserName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<DetachUserPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListAttachedUserPolicies", "UserName=x")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("<member>"), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      "UserName=x&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: Policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole was not found."
    ),
    (
      "UserName=none&PolicyArn=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "NoSuchEntity: The user with name none cannot be found."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    #expect(await house.wire("DetachUserPolicy", request).refusal == words)
  }
}
