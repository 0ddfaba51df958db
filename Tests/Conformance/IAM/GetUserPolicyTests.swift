import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetUserPolicyTests {
  @Test func theDocumentIsEncoded() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    await house.given("PutUserPolicy", "UserName=x&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("GetUserPolicy", "UserName=x&PolicyName=P")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<GetUserPolicyResult><UserName>x</UserName><PolicyName>p</PolicyName><PolicyDocument>%7B%22Version"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("UserName=x&PolicyName=q", "NoSuchEntity: The user policy with name q cannot be found."),
    ("UserName=none&PolicyName=q", "NoSuchEntity: The user with name none cannot be found."),
    (
      "UserName=x",
      "ValidationError: 1 validation error detected: Value null at 'policyName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    #expect(await house.wire("GetUserPolicy", request).refusal == words)
  }
}
