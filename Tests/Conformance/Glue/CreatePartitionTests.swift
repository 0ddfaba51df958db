import Protocols
import Support
import Testing

@testable import Glue

@Suite struct CreatePartitionTests {
  @Test func answersNothing() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    await house.given(
      "CreateTable",
      #"{"DatabaseName":"d","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://lake/t/","Columns":[{"Name":"id","Type":"bigint"}]},"PartitionKeys":[{"Name":"k","Type":"string"}]}}"#
    )
    let answer2 = await house.wire(
      "CreatePartition",
      #"{"DatabaseName":"d","TableName":"t","PartitionInput":{"Values":["a"],"StorageDescriptor":{"Location":"s3://lake/t/a/"}}}"#
    )
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text == "{}")
    let answer3 = await house.wire("GetPartition", #"{"DatabaseName":"d","TableName":"t","PartitionValues":["a"]}"#)
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(
      answer3.text.contains(#"{"Partition":{"Values":["a"],"DatabaseName":"d","TableName":"t","CreationTime":"#),
      "\(answer3.text)")
    #expect(answer3.text.contains(#""StorageDescriptor":{"Location":"s3://lake/t/a/""#), "\(answer3.text)")
  }

  @Test(arguments: [
    (
      #"{"DatabaseName":"d","TableName":"t","PartitionInput":{"Values":["a"],"StorageDescriptor":{"Location":"s3://lake/t/a/"}}}"#,
      "AlreadyExistsException: Partition already exists."
    ),
    (
      #"{"DatabaseName":"d","TableName":"x","PartitionInput":{"Values":["a"],"StorageDescriptor":{"Location":"s3://lake/t/a/"}}}"#,
      "EntityNotFoundException: Table x not found."
    ),
    (
      #"{"DatabaseName":"d","TableName":"t"}"#,
      "ValidationException: 1 validation error detected: Value null at 'partitionInput' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
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
    #expect(await house.wire("CreatePartition", request).refusal == words)
  }
}
