import Protocols
import Support
import Testing

@testable import Glue

/// Patterns and pages are in TableOperationsTests.
@Suite struct GetTablesTests {
  @Test func thoseThatTheExpressionMatches() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    await house.given("CreateTable", #"{"DatabaseName":"d","TableInput":{"Name":"u","TableType":"EXTERNAL_TABLE"}}"#)
    let answer = await house.wire(
      "GetTables", #"{"DatabaseName":"d","Expression":"u*","AttributesToGet":["NAME","TABLE_TYPE"]}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text == #"{"TableList":[{"Name":"u","TableType":"EXTERNAL_TABLE"}]}"#)
  }

  @Test(arguments: [
    (#"{"DatabaseName":"x"}"#, "EntityNotFoundException: Database x not found."),
    (
      #"{"DatabaseName":"d","MaxResults":0}"#,
      "ValidationException: 1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ),
    (
      #"{"DatabaseName":"d","TransactionId":"1"}"#,
      "NotImplemented: The parameter TransactionId of GetTables is not emulated."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    #expect(await house.wire("GetTables", request).refusal == words)
  }
}
