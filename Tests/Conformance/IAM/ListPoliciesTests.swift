import Protocols
import Support
import Testing

@testable import IAM

/// How it pages is in PolicyTests.
@Suite struct ListPoliciesTests {
  @Test func ownOnesUnderThePath() async throws {
    let house = try IAMHouse()
    await house.given("CreatePolicy", "PolicyName=p&PolicyDocument=\(RoleTests.document)")
    await house.given("CreatePolicy", "PolicyName=q&Path=/team/&PolicyDocument=\(RoleTests.document)")
    let answer = await house.wire("ListPolicies", "Scope=Local&PathPrefix=/team/")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<PolicyName>q</PolicyName>"), "\(answer.text)")
    #expect(!answer.text.contains("<PolicyName>p</PolicyName>"), "\(answer.text)")
  }

  @Test(arguments: [
    (
      "Scope=Mine",
      "ValidationError: 1 validation error detected: Value 'Mine' at 'scope' failed to satisfy constraint: Member must satisfy enum value set: [All, AWS, Local]"
    ),
    ("Marker=x", "ValidationError: Invalid Marker."),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("ListPolicies", request).refusal == words)
  }
}
