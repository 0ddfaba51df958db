import Protocols
import Support
import Testing

@testable import Athena

@Suite struct DeleteWorkGroupTests {
  @Test func theGroupIsGone() async throws {
    let house = try AthenaHouse()
    await house.given("CreateWorkGroup", #"{"Name":"team"}"#)
    let answer = await house.wire("DeleteWorkGroup", #"{"WorkGroup":"team","RecursiveDeleteOption":true}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text == "{}")
    #expect(
      await house.wire("GetWorkGroup", #"{"WorkGroup":"team"}"#).refusal
        == "InvalidRequestException: WorkGroup is not found.")
  }

  @Test(arguments: [
    (#"{"WorkGroup":"none"}"#, "InvalidRequestException: WorkGroup is not found."),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'workGroup' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("DeleteWorkGroup", request).refusal == words)
  }
}
