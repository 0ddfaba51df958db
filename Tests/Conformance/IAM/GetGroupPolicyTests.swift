import Protocols
import Support
import Testing

@testable import IAM

@Suite struct GetGroupPolicyTests {
  @Test func theDocumentIsEncoded() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    await house.given("PutGroupPolicy", "GroupName=x&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("GetGroupPolicy", "GroupName=x&PolicyName=P")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<GetGroupPolicyResult><GroupName>x</GroupName><PolicyName>p</PolicyName><PolicyDocument>%7B%22Version"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("GroupName=x&PolicyName=q", "NoSuchEntity: The group policy with name q cannot be found."),
    ("GroupName=none&PolicyName=q", "NoSuchEntity: The group with name none cannot be found."),
    (
      "GroupName=x",
      "ValidationError: 1 validation error detected: Value null at 'policyName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    #expect(await house.wire("GetGroupPolicy", request).refusal == words)
  }
}
