import Protocols
import Support
import Testing

@testable import IAM

@Suite struct ListGroupsTests {
  @Test func onlyThoseUnderThePath() async throws {
    let house = try IAMHouse()
    await house.given("CreateGroup", "GroupName=g")
    await house.given("CreateGroup", "GroupName=h&Path=/a/")
    let answer2 = await house.wire("ListGroups", "PathPrefix=/a/")
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains("<GroupName>h</GroupName>"), "\(answer2.text)")
    #expect(!answer2.text.contains("<GroupName>g</GroupName>"), "\(answer2.text)")
    #expect(answer2.text.contains("<IsTruncated>false</IsTruncated>"), "\(answer2.text)")
    let answer3 = await house.wire("ListGroups", "MaxItems=1")
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains("<GroupName>g</GroupName>"), "\(answer3.text)")
    #expect(!answer3.text.contains("<GroupName>h</GroupName>"), "\(answer3.text)")
    #expect(answer3.text.contains("<Marker>"), "\(answer3.text)")
  }

  @Test(arguments: [
    ("Marker=x", "ValidationError: Invalid Marker."),
    (
      "MaxItems=0",
      "ValidationError: 1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try IAMHouse()
    #expect(await house.wire("ListGroups", request).refusal == words)
  }
}
