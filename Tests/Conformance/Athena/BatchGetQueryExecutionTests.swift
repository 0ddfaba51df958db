import Protocols
import Support
import Testing

@testable import Athena

@Suite struct BatchGetQueryExecutionTests {
  @Test func tellsWhichAreNotThere() async throws {
    let house = try AthenaHouse()
    let id = try await house.begin("rows 1")
    _ = try await house.wait(id, for: "SUCCEEDED")
    let answer = await house.wire("BatchGetQueryExecution", #"{"QueryExecutionIds":["\#(id)","x"]}"#)
    #expect(
      answer.text.hasPrefix(#"{"QueryExecutions":[{"QueryExecutionId":"\#(id)","Query":"rows 1","StatementType":"DML""#)
    )
    #expect(
      answer.text.hasSuffix(
        #""UnprocessedQueryExecutionIds":[{"QueryExecutionId":"x","ErrorCode":"INVALID_INPUT","ErrorMessage":"QueryExecution x was not found"}]}"#
      ), "\(answer.text)")
  }

  @Test(arguments: [
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'queryExecutionIds' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"QueryExecutionIds":[]}"#,
      "InvalidRequestException: 1 validation error detected: Value '[]' at 'queryExecutionIds' failed to satisfy constraint: Member must have length greater than or equal to 1"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("BatchGetQueryExecution", request).refusal == words)
  }
}
