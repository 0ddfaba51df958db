import Protocols
import Support
import Testing

@testable import IAM

@Suite struct PutGroupPolicyTests {
  @Test func replacesTheOneOfThatName() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    await house.given("PutGroupPolicy", "GroupName=x&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer2 = await house.wire(
      "PutGroupPolicy",
      #"GroupName=x&PolicyName=P&PolicyDocument={"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<PutGroupPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("GetGroupPolicy", "GroupName=x&PolicyName=p")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("%22Deny%22"), "\(answer3.text)")
    let answer4 = await house.wire("ListGroupPolicies", "GroupName=x")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains("<PolicyNames><member>P</member></PolicyNames>"), "\(answer4.text)")
  }

  @Test func allOfThemHaveABound() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    let long = RoleTests.document.replacing("kinesis:*", with: "kinesis:" + String(repeating: "a", count: 4000))
    #expect(await house.wire("PutGroupPolicy", "GroupName=x&PolicyName=a&PolicyDocument=\(long)").status == 200)
    #expect(
      await house.wire("PutGroupPolicy", "GroupName=x&PolicyName=b&PolicyDocument=\(long)").refusal
        == "LimitExceeded: Maximum policy size of 5120 bytes exceeded for group x")
  }

  @Test(arguments: [
    (
      "GroupName=none&PolicyName=p&PolicyDocument=\(RoleTests.document)",
      "NoSuchEntity: The group with name none cannot be found."
    ),
    ("GroupName=x&PolicyName=p&PolicyDocument=y", "MalformedPolicyDocument: Syntax errors in policy."),
    (
      "GroupName=x&PolicyName=p",
      "ValidationError: 1 validation error detected: Value null at 'policyDocument' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    #expect(await house.wire("PutGroupPolicy", request).refusal == words)
  }
}
