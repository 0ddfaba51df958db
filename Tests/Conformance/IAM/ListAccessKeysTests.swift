import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListAccessKeysTests {
  @Test func listsThem() async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    await house.given("CreateAccessKey", "UserName=ana")
    await house.given("CreateAccessKey", "UserName=ana")
    let answer3 = await house.wire("ListAccessKeys", "UserName=ana&MaxItems=1")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<IsTruncated>true</IsTruncated><Marker>"), "\(answer3.text)")
    let answer4 = await house.wire("ListAccessKeys", "UserName=ana")
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains("<IsTruncated>false</IsTruncated>"), "\(answer4.text)")
    #expect(!answer4.text.contains("<Marker>"), "\(answer4.text)")
  }

  @Test(arguments: [
    ("", "ValidationError: Must specify userName when calling with non-User credentials"),
    ("UserName=ana&Marker=x", "ValidationError: Invalid Marker."),
    (
      "UserName=ana&MaxItems=0",
      "ValidationError: 1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    await house.given("CreateUser", "UserName=ana")
    #expect(await house.wire("ListAccessKeys", request).refusal == words)
  }
}
