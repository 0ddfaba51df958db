import Protocols
import Support
import Testing

@testable import Athena

@Suite struct GetTableMetadataTests {
  @Test func tellsItsColumns() async throws {
    let house = try AthenaHouse()
    let answer = await house.wire(
      "GetTableMetadata", #"{"CatalogName":"AwsDataCatalog","DatabaseName":"d","TableName":"orders"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text
        == #"{"TableMetadata":{"Name":"orders","TableType":"EXTERNAL_TABLE","Columns":[{"Name":"id","Type":"bigint"}],"PartitionKeys":[],"Parameters":{}}}"#
    )
  }

  @Test(arguments: [
    (
      #"{"CatalogName":"AwsDataCatalog","DatabaseName":"d","TableName":"none"}"#,
      "MetadataException: EntityNotFoundException: Table none not found."
    ),
    (
      #"{"CatalogName":"x","DatabaseName":"d","TableName":"t"}"#, "InvalidRequestException: DataCatalog x was not found"
    ),
    (
      #"{"CatalogName":"x","DatabaseName":"d"}"#,
      "InvalidRequestException: 1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("GetTableMetadata", request).refusal == words)
  }
}
