import Protocols
import Support
import Testing

@testable import Athena

@Suite struct ListTableMetadataTests {
  @Test func thoseThatTheExpressionMatches() async throws {
    let house = try AthenaHouse()
    let answer = await house.wire(
      "ListTableMetadata", #"{"CatalogName":"AwsDataCatalog","DatabaseName":"d","Expression":"st.*"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"TableMetadataList":[{"Name":"stock""#), "\(answer.text)")
    #expect(!answer.text.contains("orders"), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"CatalogName":"x","DatabaseName":"d"}"#, "InvalidRequestException: DataCatalog x was not found"),
    (
      #"{"CatalogName":"x"}"#,
      "InvalidRequestException: 1 validation error detected: Value null at 'databaseName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("ListTableMetadata", request).refusal == words)
  }
}
