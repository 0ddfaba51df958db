import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListGroupPoliciesTests {
  @Test func inTheOrderOfTheirNames() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    await house.given("PutGroupPolicy", "GroupName=x&PolicyName=b&PolicyDocument=\(RoleTests.document)")
    await house.given("PutGroupPolicy", "GroupName=x&PolicyName=a&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("ListGroupPolicies", "GroupName=x")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<PolicyNames><member>a</member><member>b</member></PolicyNames><IsTruncated>false</IsTruncated>"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("GroupName=none", "NoSuchEntity: The group with name none cannot be found."),
    ("GroupName=x&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=x")
    #expect(await house.wire("ListGroupPolicies", request).refusal == words)
  }
}
