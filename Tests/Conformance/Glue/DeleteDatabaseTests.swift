import Protocols
import Support
import Testing

@testable import Glue

@Suite struct DeleteDatabaseTests {
  @Test func theDatabaseIsGone() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    let answer = await house.wire("DeleteDatabase", #"{"Name":"D"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text == "{}")
    #expect(
      await house.wire("GetTables", #"{"DatabaseName":"d"}"#).refusal
        == "EntityNotFoundException: Database d not found.")
  }

  @Test(arguments: [
    (#"{"Name":"x"}"#, "EntityNotFoundException: Database x not found."),
    (
      "{}",
      "ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    #expect(await house.wire("DeleteDatabase", request).refusal == words)
  }
}
