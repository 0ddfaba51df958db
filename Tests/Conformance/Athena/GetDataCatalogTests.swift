import Protocols
import Support
import Testing

@testable import Athena

@Suite struct GetDataCatalogTests {
  @Test func theAccountsOwnIsThere() async throws {
    let house = try AthenaHouse()
    let answer = await house.wire("GetDataCatalog", #"{"Name":"AwsDataCatalog","WorkGroup":"primary"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text
        == #"{"DataCatalog":{"Name":"AwsDataCatalog","Type":"GLUE","Parameters":{"catalog-id":"000000000000"},"Status":"CREATE_COMPLETE"}}"#
    )
  }

  @Test(arguments: [
    (#"{"Name":"x"}"#, "InvalidRequestException: DataCatalog x was not found"),
    (#"{"Name":"AwsDataCatalog","WorkGroup":"none"}"#, "InvalidRequestException: WorkGroup is not found."),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("GetDataCatalog", request).refusal == words)
  }
}
