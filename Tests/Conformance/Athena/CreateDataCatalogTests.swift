import Protocols
import Support
import Testing

@testable import Athena

/// What a catalog needs is in DataCatalogTests.
@Suite struct CreateDataCatalogTests {
  @Test func answersNothingOfItsOwn() async throws {
    let house = try AthenaHouse()
    let answer0 = await house.wire(
      "CreateDataCatalog",
      #"{"Name":"ddb","Type":"LAMBDA","Description":"x","Parameters":{"function":"arn:aws:lambda:us-east-1:000000000000:function:f"}}"#
    )
    #expect(answer0.status == 200, "\(answer0.text)")
    #expect(answer0.text.contains(#""Name":"ddb""#), "\(answer0.text)")
    #expect(answer0.text.contains(#""Type":"LAMBDA""#), "\(answer0.text)")
    #expect(answer0.text.contains(#""Status":"CREATE_COMPLETE""#), "\(answer0.text)")
    let answer1 = await house.wire("GetDataCatalog", #"{"Name":"ddb"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text.contains(#""Description":"x""#), "\(answer1.text)")
  }

  @Test(arguments: [
    (
      #"{"Name":"h","Type":"HIVE"}"#,
      "NotImplemented: The parameter Type of CreateDataCatalog is not emulated."
    ),
    (
      #"{"Name":"n"}"#,
      "InvalidRequestException: 1 validation error detected: Value null at 'type' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try AthenaHouse()
    await house.given(
      "CreateDataCatalog",
      #"{"Name":"ddb","Type":"LAMBDA","Parameters":{"function":"arn:aws:lambda:us-east-1:000000000000:function:f"}}"#)
    #expect(await house.wire("CreateDataCatalog", request).refusal == words)
  }
}
