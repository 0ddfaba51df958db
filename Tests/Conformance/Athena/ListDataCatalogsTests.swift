import Protocols
import Support
import Testing

@testable import Athena

@Suite struct ListDataCatalogsTests {
  @Test func theAccountsOwnIsFirst() async throws {
    let house = try AthenaHouse()
    await house.given(
      "CreateDataCatalog",
      #"{"Name":"ddb","Type":"LAMBDA","Parameters":{"function":"arn:aws:lambda:us-east-1:000000000000:function:f"}}"#)
    let answer = await house.wire("ListDataCatalogs", #"{"WorkGroup":"primary"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(
      answer.text
        == #"{"DataCatalogsSummary":[{"CatalogName":"AwsDataCatalog","Type":"GLUE","Status":"CREATE_COMPLETE"},{"CatalogName":"ddb","Type":"LAMBDA","Status":"CREATE_COMPLETE"}]}"#
    )
  }

  @Test(arguments: [
    (#"{"WorkGroup":"none"}"#, "InvalidRequestException: WorkGroup is not found."),
    (
      #"{"MaxResults":1}"#,
      "InvalidRequestException: 1 validation error detected: Value '1' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 2"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("ListDataCatalogs", request).refusal == words)
  }
}
