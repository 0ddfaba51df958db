import Protocols
import Support
import Testing

@testable import Glue

@Suite struct BatchGetPartitionTests {
  @Test func thoseThatAreThere() async throws {
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
    let answer = await house.wire(
      "BatchGetPartition",
      #"{"DatabaseName":"d","TableName":"t","PartitionsToGet":[{"Values":["a"]},{"Values":["x"]}]}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"Partitions":[{"Values":["a"],"DatabaseName":"d""#), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"DatabaseName":"d","TableName":"x","PartitionsToGet":[]}"#, "EntityNotFoundException: Table x not found."),
    (
      #"{"DatabaseName":"d","TableName":"t"}"#,
      "ValidationException: 1 validation error detected: Value null at 'partitionsToGet' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    #expect(await house.wire("BatchGetPartition", request).refusal == words)
  }
}
