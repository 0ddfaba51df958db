import Protocols
import Support
import Testing

@testable import Glue

@Suite struct GetPartitionTests {
  @Test func tellsIt() async throws {
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
    let answer = await house.wire("GetPartition", #"{"DatabaseName":"d","TableName":"t","PartitionValues":["a"]}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"Partition":{"Values":["a"],"DatabaseName":"d","TableName":"t""#), "\(answer.text)")
  }

  @Test(arguments: [
    (
      #"{"DatabaseName":"d","TableName":"t","PartitionValues":["x"]}"#,
      "EntityNotFoundException: Cannot find partition."
    ),
    (#"{"DatabaseName":"d","TableName":"x","PartitionValues":["a"]}"#, "EntityNotFoundException: Table x not found."),
    (
      #"{"DatabaseName":"d","TableName":"t"}"#,
      "ValidationException: 1 validation error detected: Value null at 'partitionValues' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    #expect(await house.wire("GetPartition", request).refusal == words)
  }
}
