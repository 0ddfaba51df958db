import Protocols
import Support
import Testing

@testable import Athena

@Suite struct GetWorkGroupTests {
  @Test func primaryIsThere() async throws {
    let house = try AthenaHouse()
    let answer = await house.wire("GetWorkGroup", #"{"WorkGroup":"primary"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"WorkGroup":{"Name":"primary","State":"ENABLED""#), "\(answer.text)")
    #expect(answer.text.contains(#""EffectiveEngineVersion":"Athena engine version 3""#), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"WorkGroup":"x"}"#, "InvalidRequestException: WorkGroup is not found."),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'workGroup' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("GetWorkGroup", request).refusal == words)
  }
}
