import Protocols
import Support
import Testing

@testable import Athena

/// How it pages is in WorkGroupTests.
@Suite struct ListWorkGroupsTests {
  @Test func tellsThem() async throws {
    let house = try AthenaHouse()
    await house.given("CreateWorkGroup", #"{"Name":"team"}"#)
    let answer = await house.wire("ListWorkGroups", "{}")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#""Name":"primary","State":"ENABLED""#), "\(answer.text)")
    #expect(answer.text.contains(#""Name":"team","State":"ENABLED""#), "\(answer.text)")
    #expect(!answer.text.contains("NextToken"), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"MaxResults":51}"#,
      "InvalidRequestException: 1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50"
    )
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("ListWorkGroups", request).refusal == words)
  }
}
