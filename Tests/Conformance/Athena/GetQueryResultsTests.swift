import Protocols
import Support
import Testing

@testable import Athena

/// Pages and types are in QueryResultsTests.
@Suite struct GetQueryResultsTests {
  @Test func theFirstRowIsTheHead() async throws {
    let house = try AthenaHouse()
    let id = try await house.begin("rows 1")
    _ = try await house.wait(id, for: "SUCCEEDED")
    let answer = await house.wire("GetQueryResults", #"{"QueryExecutionId":"\#(id)"}"#)
    #expect(
      answer.text.contains(
        #"{"Rows":[{"Data":[{"VarCharValue":"a"},{"VarCharValue":"b"}]},{"Data":[{"VarCharValue":"0"},{}]}]"#),
      "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"QueryExecutionId":"x"}"#, "InvalidRequestException: QueryExecution x was not found"),
    (
      #"{"QueryExecutionId":"x","QueryResultType":"DATA_MANIFEST"}"#,
      "NotImplemented: The parameter QueryResultType of GetQueryResults is not emulated."
    ),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'queryExecutionId' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("GetQueryResults", request).refusal == words)
  }
}
