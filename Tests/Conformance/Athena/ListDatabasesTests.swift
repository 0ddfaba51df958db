import Protocols
import Support
import Testing

@testable import Athena

@Suite struct ListDatabasesTests {
  @Test func pagesThem() async throws {
    let house = try AthenaHouse()
    let answer = await house.wire("ListDatabases", #"{"CatalogName":"AwsDataCatalog","MaxResults":2}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text.contains(
        #"{"DatabaseList":[{"Name":"a"},{"Name":"b"}],"NextToken":""#), "\(answer.text)"
    )
  }

  @Test(arguments: [
    (#"{"CatalogName":"x"}"#, "InvalidRequestException: DataCatalog x was not found"),
    (#"{"CatalogName":"AwsDataCatalog","WorkGroup":"none"}"#, "InvalidRequestException: WorkGroup is not found."),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'catalogName' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("ListDatabases", request).refusal == words)
  }
}
