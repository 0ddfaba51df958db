import Protocols
import Support
import Testing

@testable import Athena

/// What becomes of a query is in QueryExecutionTests.
@Suite struct GetQueryExecutionTests {
  @Test func tellsItsEnd() async throws {
    let house = try AthenaHouse()
    let id = try await house.begin("rows 1")
    _ = try await house.wait(id, for: "SUCCEEDED")
    let answer = await house.wire("GetQueryExecution", #"{"QueryExecutionId":"\#(id)"}"#)
    #expect(answer.text.contains(#""Status":{"State":"SUCCEEDED","SubmissionDateTime":"#), "\(answer.text)")
    #expect(answer.text.contains(#""WorkGroup":"primary""#))
  }

  @Test(arguments: [
    (#"{"QueryExecutionId":"x"}"#, "InvalidRequestException: QueryExecution x was not found"),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'queryExecutionId' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("GetQueryExecution", request).refusal == words)
  }
}
