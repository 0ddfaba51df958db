import Protocols
import Support
import Testing

@testable import Glue

/// Names are in DatabaseOperationsTests.
@Suite struct CreateDatabaseTests {
  @Test func answersNothing() async throws {
    let house = try GlueHouse()
    let answer0 = await house.wire(
      "CreateDatabase", #"{"DatabaseInput":{"Name":"D","Description":"x","Parameters":{"k":"v"}}}"#)
    #expect(answer0.status == 200, "\(answer0.text)")
    #expect(answer0.text == "{}")
    let answer1 = await house.wire("GetDatabase", #"{"Name":"d"}"#)
    #expect(answer1.status == 200, "\(answer1.text)")
    #expect(
      answer1.text.contains(#"{"Database":{"Name":"d","Description":"x","Parameters":{"k":"v"},"CreateTime":"#),
      "\(answer1.text)")
    #expect(
      answer1.text.contains(
        #""CreateTableDefaultPermissions":[{"Principal":{"DataLakePrincipalIdentifier":"IAM_ALLOWED_PRINCIPALS"},"Permissions":["ALL"]}],"CatalogId":"000000000000"}}"#
      ), "\(answer1.text)")
  }

  @Test(arguments: [
    (#"{"DatabaseInput":{"Name":"d"}}"#, "AlreadyExistsException: Database already exists."),
    (
      "{}",
      "ValidationException: 1 validation error detected: Value null at 'databaseInput' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"DatabaseInput":{}}"#,
      "ValidationException: 1 validation error detected: Value null at 'databaseInput.name' failed to satisfy constraint: Member must not be null"
    ),
    (
      #"{"DatabaseInput":{"Name":"e"},"Tags":{"a":"b"}}"#,
      "NotImplemented: The parameter Tags of CreateDatabase is not emulated."
    ),
  ])
  func refuses(_ request: String, _ words: String) async throws {
    let house = try GlueHouse()
    await house.given("CreateDatabase", #"{"DatabaseInput":{"Name":"d"}}"#)
    #expect(await house.wire("CreateDatabase", request).refusal == words)
  }
}
