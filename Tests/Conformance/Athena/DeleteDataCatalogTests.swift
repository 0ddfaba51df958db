import Protocols
import Support
import Testing

@testable import Athena

@Suite struct DeleteDataCatalogTests {
  @Test func theCatalogIsGone() async throws {
    let house = try AthenaHouse()
    await house.given(
      "CreateDataCatalog",
      #"{"Name":"ddb","Type":"LAMBDA","Parameters":{"function":"arn:aws:lambda:us-east-1:000000000000:function:f"}}"#)
    let answer = await house.wire("DeleteDataCatalog", #"{"Name":"ddb"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#""Name":"ddb""#), "\(answer.text)")
    #expect(
      await house.wire("GetDataCatalog", #"{"Name":"ddb"}"#).refusal
        == "InvalidRequestException: DataCatalog ddb was not found")
  }

  @Test(arguments: [
    (#"{"Name":"none"}"#, "InvalidRequestException: DataCatalog none was not found"),
    (
      "{}",
      "InvalidRequestException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    #expect(await house.wire("DeleteDataCatalog", request).refusal == words)
  }
}
