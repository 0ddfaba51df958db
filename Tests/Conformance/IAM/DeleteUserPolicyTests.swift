import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeleteUserPolicyTests {
  @Test func thePolicyIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    await house.given("PutUserPolicy", "UserName=x&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer2 = await house.wire("DeleteUserPolicy", "UserName=x&PolicyName=p")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<DeleteUserPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListUserPolicies", "UserName=x")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("<member>"), "\(answer3.text)")
  }

  @Test(arguments: [
    ("UserName=x&PolicyName=q", "NoSuchEntity: The user policy with name q cannot be found."),
    ("UserName=none&PolicyName=q", "NoSuchEntity: The user with name none cannot be found."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    #expect(await house.wire("DeleteUserPolicy", request).refusal == words)
  }
}
