import Protocols
import Support
import Testing

@testable import Athena

@Suite struct GetDatabaseTests {
  @Test func tellsIt() async throws {
    let house = try AthenaHouse()
    let answer = await house.wire("GetDatabase", #"{"CatalogName":"AwsDataCatalog","DatabaseName":"d"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text == #"{"Database":{"Name":"d","Description":"GLUE","Parameters":{"catalog-id":"000000000000"}}}"#)
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
    #expect(await house.wire("GetDatabase", request).refusal == words)
  }
}
