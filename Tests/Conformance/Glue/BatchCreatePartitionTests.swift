import Protocols
import Support
import Testing

@testable import Glue

@Suite struct BatchCreatePartitionTests {
  @Test func tellsWhatWasThere() async throws {
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
    let answer3 = await house.wire(
      "BatchCreatePartition",
      #"{"DatabaseName":"d","TableName":"t","PartitionInputList":[{"Values":["a"],"StorageDescriptor":{"Location":"s3://lake/t/a/"}},{"Values":["b"],"StorageDescriptor":{"Location":"s3://lake/t/b/"}}]}"#
    )
    #expect(answer3.status == 200, "\(answer3.text)")
    #expect(
      answer3.text
        == #"{"Errors":[{"PartitionValues":["a"],"ErrorDetail":{"ErrorCode":"AlreadyExistsException","ErrorMessage":"Partition already exists."}}]}"#
    )
    let answer4 = await house.wire("GetPartitions", #"{"DatabaseName":"d","TableName":"t"}"#)
    #expect(answer4.status == 200, "\(answer4.text)")
    #expect(answer4.text.contains(#""Values":["b"]"#), "\(answer4.text)")
  }

  @Test(arguments: [
    (#"{"DatabaseName":"d","TableName":"x","PartitionInputList":[]}"#, "EntityNotFoundException: Table x not found."),
    (
      #"{"DatabaseName":"d","TableName":"t"}"#,
      "ValidationException: 1 validation error detected: Value null at 'partitionInputList' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    #expect(await house.wire("BatchCreatePartition", request).refusal == words)
  }
}
