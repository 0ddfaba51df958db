import Protocols
import Support
import Testing

@testable import IAM

@Suite struct DeleteGroupPolicyTests {
  @Test func thePolicyIsGone() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    await house.given("PutGroupPolicy", "GroupName=x&PolicyName=p&PolicyDocument=\(RoleTests.document)")
    let answer2 = await house.wire("DeleteGroupPolicy", "GroupName=x&PolicyName=p")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<DeleteGroupPolicyResponse"), "\(answer2.text)")
    let answer3 = await house.wire("ListGroupPolicies", "GroupName=x")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(!answer3.text.contains("<member>"), "\(answer3.text)")
  }

  @Test(arguments: [
    ("GroupName=x&PolicyName=q", "NoSuchEntity: The group policy with name q cannot be found."),
    ("GroupName=none&PolicyName=q", "NoSuchEntity: The group with name none cannot be found."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    #expect(await house.wire("DeleteGroupPolicy", request).refusal == words)
  }
}
