import Protocols
import Support
import Testing

@testable import Glue

@Suite struct DeleteTableTests {
  @Test func theTableIsGone() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    let answer = await house.wire("DeleteTable", #"{"DatabaseName":"d","Name":"T"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text == "{}")
    #expect(
      await house.wire("GetTable", #"{"DatabaseName":"d","Name":"t"}"#).refusal
        == "EntityNotFoundException: Table t not found.")
  }

  @Test(arguments: [
    (#"{"DatabaseName":"x","Name":"t"}"#, "EntityNotFoundException: Database x not found."),
    (#"{"DatabaseName":"d","Name":"x"}"#, "EntityNotFoundException: Table x not found."),
    (
      #"{"DatabaseName":"d"}"#,
      "ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    #expect(await house.wire("DeleteTable", request).refusal == words)
  }
}
