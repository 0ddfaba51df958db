import Protocols
import Support
import Testing

@testable import Glue

@Suite struct DeletePartitionTests {
  @Test func thePartitionIsGone() async throws {
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
    let answer3 = await house.wire("DeletePartition", #"{"DatabaseName":"d","TableName":"t","PartitionValues":["a"]}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(answer3.text == "{}")
    let answer4 = await house.wire("GetPartitions", #"{"DatabaseName":"d","TableName":"t"}"#)
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text == #"{"Partitions":[]}"#)
  }

  @Test(arguments: [
    (
      #"{"DatabaseName":"d","TableName":"t","PartitionValues":["x"]}"#,
      "EntityNotFoundException: Cannot find partition."
    ),
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
    #expect(await house.wire("DeletePartition", request).refusal == words)
  }
}
