import Protocols
import Support
import Testing

@testable import Glue

@Suite struct GetDatabasesTests {
  @Test func inTheOrderOfTheirNames() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"b"}}"#)
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"a"}}"#)
    let answer2 = await house.wire("GetDatabases", #"{"AttributesToGet":["NAME"]}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == #"{"DatabaseList":[{"Name":"a"},{"Name":"b"}]}"#)
    let answer3 = await house.wire("GetDatabases", #"{"MaxResults":1}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text.contains(#""Name":"a""#), "\(answer3.text)")
    #expect(!answer3.text.contains(#""Name":"b""#), "\(answer3.text)")
    #expect(answer3.text.contains(#""NextToken":""#), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      #"{"MaxResults":101}"#,
      "ValidationException: 1 validation error detected: Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100"
    ),
    (
      #"{"ResourceShareType":"FOREIGN"}"#,
      "NotImplemented: The parameter ResourceShareType of GetDatabases is not emulated."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    #expect(await house.wire("GetDatabases", request).refusal == words)
  }
}
