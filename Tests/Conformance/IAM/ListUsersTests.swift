import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListUsersTests {
  @Test func onlyThoseUnderThePath() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    await house.given("CreateUser", "UserName=bo&Path=/a/")
    let answer = await house.wire("ListUsers", "PathPrefix=/a/")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains("<UserName>bo</UserName>"), "\(answer.text)")
    #expect(!answer.text.contains("<UserName>ana</UserName>"), "\(answer.text)")
    #expect(answer.text.contains("<IsTruncated>false</IsTruncated>"), "\(answer.text)")
  }

  @Test(arguments: [
    ("Marker=x", "ValidationError: Invalid Marker."),
    (
      "MaxItems=1001",
      "ValidationError: 1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("ListUsers", request).refusal == words)
  }
}
