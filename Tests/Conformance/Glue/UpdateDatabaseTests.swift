import Protocols
import Support
import Testing

@testable import Glue

@Suite struct UpdateDatabaseTests {
  @Test func replacesTheDefinition() async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d","Description":"x"}}"#)
    let answer1 = await house.wire(
      "UpdateDatabase", #"{"Name":"d","DatabaseInput":{"Name":"d","LocationUri":"s3://lake/"}}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(answer1.text == "{}")
    let answer2 = await house.wire("GetDatabase", #"{"Name":"d"}"#)
    #expect(answer2.status == 200, "\(answer2.text)")
    #expect(answer2.text.contains(#""LocationUri":"s3://lake/""#), "\(answer2.text)")
    #expect(!answer2.text.contains("Description"), "\(answer2.text)")
  }

  @Test(arguments: [
    (#"{"Name":"x","DatabaseInput":{"Name":"x"}}"#, "EntityNotFoundException: Database x not found."),
    (#"{"Name":"d","DatabaseInput":{"Name":"e"}}"#, "InvalidInputException: Database rename is not supported."),
    (
      #"{"Name":"d"}"#,
      "ValidationException: 1 validation error detected: Value null at 'databaseInput' failed to satisfy constraint: Member must not be null"
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    #expect(await house.wire("UpdateDatabase", request).refusal == words)
  }
}
