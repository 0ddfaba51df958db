import Protocols
import Support
import Testing

@testable import Glue

/// Expressions and pages are in PartitionOperationsTests.
@Suite struct GetPartitionsTests {
  @Test func thoseThatTheExpressionSelects() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    await house.given(
      "CreatePartition",
      #"{"DatabaseName":"d","TableName":"t","PartitionInput":{"Values":["a"],"StorageDescriptor":{"Location":"s3://lake/t/a/"}}}"#
    )
    await house.given(
      "CreatePartition",
      #"{"DatabaseName":"d","TableName":"t","PartitionInput":{"Values":["b"],"StorageDescriptor":{"Location":"s3://lake/t/b/"}}}"#
    )
    let answer = await house.wire("GetPartitions", #"{"DatabaseName":"d","TableName":"t","Expression":"k = 'b'"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#""Values":["b"]"#), "\(answer.text)")
    #expect(!answer.text.contains(#""Values":["a"]"#), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"DatabaseName":"x","TableName":"t"}"#, "EntityNotFoundException: Database x not found."),
    (#"{"DatabaseName":"d","TableName":"t","Expression":"z = 1"}"#, "InvalidInputException: Unknown column 'z'"),
    (
      #"{"DatabaseName":"d","TableName":"t","MaxResults":1001}"#,
      "ValidationException: 1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    #expect(await house.wire("GetPartitions", request).refusal == words)
  }
}
