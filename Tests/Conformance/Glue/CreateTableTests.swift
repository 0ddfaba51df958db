import Protocols
import Support
import Testing

@testable import Glue

/// Definitions are in TableOperationsTests.
@Suite struct CreateTableTests {
  @Test func answersNothing() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    let answer1 = await house.wire(
      "CreateTable",
      #"{"DatabaseName":"D","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "{}")
    let answer2 = await house.wire("GetTable", #"{"DatabaseName":"d","Name":"T"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains(#"{"Table":{"Name":"t","DatabaseName":"d""#), "\(answer2.text)")
    #expect(
      answer2.text.contains(
        #""StorageDescriptor":{"Columns":[{"Name":"id","Type":"bigint"}],"Location":"s3://lake/t/""#), "\(answer2.text)"
    )
    #expect(answer2.text.contains(#""PartitionKeys":[{"Name":"k","Type":"string"}]"#), "\(answer2.text)")
    #expect(answer2.text.contains(#""VersionId":"0""#), "\(answer2.text)")
  }

  @Test(arguments: [
    (
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#,
      "AlreadyExistsException: Table already exists."
    ),
    (#"{"DatabaseName":"x","TableInput":{"Name":"t"}}"#, "EntityNotFoundException: Database x not found."),
    (#"{"DatabaseName":"d"}"#, "InvalidInputException: TableInput is required."),
    (
      #"{"DatabaseName":"d","TableInput":{}}"#,
      "ValidationException: 1 validation error detected: Value null at 'tableInput.name' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"DatabaseName":"d","TableInput":{"Name":"u"},"PartitionIndexes":[]}"#,
      "NotImplemented: The parameter PartitionIndexes of CreateTable is not emulated."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    #expect(await house.wire("CreateTable", request).refusal == words)
  }
}
