import Protocols
import Support
import Testing

@testable import Athena

/// How it pages is in QueryExecutionTests.
@Suite struct ListQueryExecutionsTests {
  @Test func theIdsOfAGroup() async throws {
    let house = try AthenaHouse()
    let id = try await house.begin("rows 1")
    _ = try await house.wait(id, for: "SUCCEEDED")
    let answer = await house.wire("ListQueryExecutions", "{}")
    #expect(answer.text == #"{"QueryExecutionIds":["\#(id)"]}"#)
  }

  @Test(arguments: [
    (#"{"WorkGroup":"none"}"#, "InvalidRequestException: WorkGroup is not found."),
    (
      #"{"MaxResults":51}"#,
      "InvalidRequestException: 1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("ListQueryExecutions", request).refusal == words)
  }
}
