import Protocols
import Support
import Testing

@testable import Glue

@Suite struct GetDatabaseTests {
  @Test func findsItWhateverTheCase() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    let answer = await house.wire("GetDatabase", #"{"Name":"D"}"#)
    #expect(answer.status == 200, "\(answer.text)")
    #expect(answer.text.contains(#"{"Database":{"Name":"d","CreateTime":"#), "\(answer.text)")
  }

  @Test(arguments: [
    (#"{"Name":"x"}"#, "EntityNotFoundException: Database x not found."),
    (#"{"Name":"d","CatalogId":"111122223333"}"#, "EntityNotFoundException: Catalog 111122223333 not found."),
    (
      "{}",
      "ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    #expect(await house.wire("GetDatabase", request).refusal == words)
  }
}
