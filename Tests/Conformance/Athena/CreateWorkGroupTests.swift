import Protocols
import Support
import Testing

@testable import Athena

@Suite struct CreateWorkGroupTests {
  @Test func isEnforcedUnlessItSaysOtherwise() async throws {
    let house = try AthenaHouse()
    let answer0 = await house.wire("CreateWorkGroup", #"{"Name":"team","Description":"x"}"#)
    #expect(answer0.status == 200, "\(answer0.text)")
    #expect(answer0.text == "{}")
    let answer1 = await house.wire("GetWorkGroup", #"{"WorkGroup":"team"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains(#"{"WorkGroup":{"Name":"team","State":"ENABLED""#), "\(answer1.text)")
    #expect(answer1.text.contains(#""EnforceWorkGroupConfiguration":true"#), "\(answer1.text)")
    #expect(answer1.text.contains(#""Description":"x""#), "\(answer1.text)")
  }

  @Test(arguments: [
    (#"{"Name":"team"}"#, "InvalidRequestException: WorkGroup team is already created"),
    (#"{"Name":"primary"}"#, "InvalidRequestException: WorkGroup primary is already created"),
    (
      #"{"Name":"a b"}"#,
      "InvalidRequestException: 1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9._-]{1,128}"
    ),
    (
      #"{"Name":"q","Configuration":{"BytesScannedCutoffPerQuery":10000000}}"#,
      "NotImplemented: The parameter Configuration.BytesScannedCutoffPerQuery of CreateWorkGroup is not emulated."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    await house.given("CreateWorkGroup", #"{"Name":"team"}"#)
    #expect(await house.wire("CreateWorkGroup", request).refusal == words)
  }
}
