import Protocols
import Support
import Testing

@testable import Glue

@Suite struct BatchDeleteTableTests {
  @Test func tellsWhatWasNotThere() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    let answer2 = await house.wire("BatchDeleteTable", #"{"DatabaseName":"d","TablesToDelete":["t","x"]}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(
      answer2.text
        == #"{"Errors":[{"TableName":"x","ErrorDetail":{"ErrorCode":"EntityNotFoundException","ErrorMessage":"Table x not found."}}]}"#
    )
    let answer3 = await house.wire("GetTables", #"{"DatabaseName":"d"}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text == #"{"TableList":[]}"#)
  }

  @Test(arguments: [
    (#"{"DatabaseName":"x","TablesToDelete":["t"]}"#, "EntityNotFoundException: Database x not found."),
    (
      #"{"DatabaseName":"d"}"#,
      "ValidationException: 1 validation error detected: Value null at 'tablesToDelete' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    #expect(await house.wire("BatchDeleteTable", request).refusal == words)
  }
}
