import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListUserPoliciesTests {
  @Test func inTheOrderOfTheirNames() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    await house.given("PutUserPolicy", "UserName=x&PolicyName=b&PolicyDocument=\(RoleTests.document)")
    await house.given("PutUserPolicy", "UserName=x&PolicyName=a&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("ListUserPolicies", "UserName=x")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        "<PolicyNames><member>a</member><member>b</member></PolicyNames><IsTruncated>false</IsTruncated>"),
      "\(answer.text)")
  }

  @Test(arguments: [
    ("UserName=none", "NoSuchEntity: The user with name none cannot be found."),
    ("UserName=x&Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=x")
    #expect(await house.wire("ListUserPolicies", request).refusal == words)
  }
}
