import Protocols
import Support
import Testing

@testable import Athena

/// What becomes of a query is in QueryExecutionTests.
@Suite struct StartQueryExecutionTests {
  @Test func answersAnId() async throws {
    let house = try AthenaHouse()
    let answer = await house.wire(
      "StartQueryExecution", #"{"QueryString":"rows 1","ResultConfiguration":{"OutputLocation":"s3://results/"}}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"QueryExecutionId":""#), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"QueryString":"broken","ResultConfiguration":{"OutputLocation":"s3://results/"}}"#,
      "InvalidRequestException: line 1:1: mismatched input 'broken'"
    ),
    (
      #"{"QueryString":"rows 1","ResultConfiguration":{"OutputLocation":"s3://results/"},"WorkGroup":"none"}"#,
      "InvalidRequestException: WorkGroup is not found."
    ),
    (
      #"{"QueryString":"rows 1","ResultConfiguration":{"OutputLocation":"s3://results/"},"ClientRequestToken":"short"}"#,
      "InvalidRequestException: 1 validation error detected: Value 'short' at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 32"
    ),
    (
      #"{"QueryString":"rows 1","ResultConfiguration":{"OutputLocation":"s3://results/"},"ResultReuseConfiguration":{"ResultReuseByAgeConfiguration":{"Enabled":true,"MaxAgeInMinutes":5}}}"#,
      "NotImplemented: The parameter ResultReuseConfiguration.ResultReuseByAgeConfiguration.Enabled of StartQueryExecution is not emulated."
    ),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'queryString' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("StartQueryExecution", request).refusal == words)
  }
}
