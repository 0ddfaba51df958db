import Protocols
import Runtime
import Support
import Testing

@testable import Glue

/// CreateDatabase, GetDatabase, UpdateDatabase, DeleteDatabase and GetDatabases.
@Suite struct DatabaseOperationsTests {
  @Test func keepsNamesInLowerCase() async throws {
    let glue = try GlueHouse()
    try await glue.database("Sales")
    let output = try await glue.house.call(GetDatabase.self) { $0[GetDatabase.Input.name] = "SALES" }
    let database = try #require(output[GetDatabase.Output.database])
    #expect(database[Database.name] == "sales")
    #expect(database[Database.catalogID] == TestHouse.account)
    #expect(database[Database.createTableDefaultPermissions]?.first?[PrincipalPermissions.permissions] == ["ALL"])
    await glue.house.stop()
  }

  @Test func refusesASecondAndAMissingOne() async throws {
    let glue = try GlueHouse()
    try await glue.database("d")
    let twice = await glue.house.error(CreateDatabase.self) {
      $0[CreateDatabase.Input.databaseInput] = .with { $0[DatabaseInput.name] = "D" }
    }
    #expect(twice?.code == "AlreadyExistsException")
    #expect(twice?.message == "Database already exists.")
    let missing = await glue.house.error(GetDatabase.self) { $0[GetDatabase.Input.name] = "x" }
    #expect(missing?.code == "EntityNotFoundException")
    #expect(missing?.message == "Database x not found.")
    let foreign = await glue.house.error(GetDatabase.self) {
      $0[GetDatabase.Input.name] = "d"
      $0[GetDatabase.Input.catalogID] = "111111111111"
    }
    #expect(foreign?.code == "EntityNotFoundException")
    await glue.house.stop()
  }

  @Test func replacesADefinition() async throws {
    let glue = try GlueHouse()
    try await glue.database("d")
    _ = try await glue.house.call(UpdateDatabase.self) {
      $0[UpdateDatabase.Input.name] = "d"
      $0[UpdateDatabase.Input.databaseInput] = .with {
        $0[DatabaseInput.name] = "d"
        $0[DatabaseInput.description] = "über"
        $0[DatabaseInput.parameters] = ["k": "v"]
      }
    }
    let output = try await glue.house.call(GetDatabase.self) { $0[GetDatabase.Input.name] = "d" }
    #expect(output[GetDatabase.Output.database]?[Database.description] == "über")
    #expect(output[GetDatabase.Output.database]?[Database.parameters] == ["k": "v"])
    await glue.house.stop()
  }

  @Test func pagesInOrder() async throws {
    let glue = try GlueHouse()
    for name in ["c", "a", "b"] { try await glue.database(name) }
    let first = try await glue.house.call(GetDatabases.self) { $0[GetDatabases.Input.maxResults] = 2 }
    #expect(first[GetDatabases.Output.databaseList].map { $0[Database.name] } == ["a", "b"])
    let token = try #require(first[GetDatabases.Output.nextToken])
    let second = try await glue.house.call(GetDatabases.self) { $0[GetDatabases.Input.nextToken] = token }
    #expect(second[GetDatabases.Output.databaseList].map { $0[Database.name] } == ["c"])
    #expect(second[GetDatabases.Output.nextToken] == nil)
    let wrong = await glue.house.error(GetDatabases.self) { $0[GetDatabases.Input.nextToken] = "AAAA" }
    #expect(wrong?.code == "InvalidInputException")
    await glue.house.stop()
  }

  @Test func deletesWithItsTables() async throws {
    let glue = try GlueHouse()
    try await glue.database("d")
    try await glue.table("t", in: "d", keys: [("k", "string")])
    try await glue.partition(["1"], of: "t", in: "d")
    _ = try await glue.house.call(DeleteDatabase.self) { $0[DeleteDatabase.Input.name] = "d" }
    try await glue.database("d")
    let missing = await glue.house.error(GetTable.self) {
      $0[GetTable.Input.databaseName] = "d"
      $0[GetTable.Input.name] = "t"
    }
    #expect(missing?.message == "Table t not found.")
    await glue.house.stop()
  }

  @Test func validatesCharactersBeyondTheFirstPlane() async throws {
    let glue = try GlueHouse()
    try await glue.database("データ😀")
    let broken = await glue.house.error(CreateDatabase.self) {
      $0[CreateDatabase.Input.databaseInput] = .with { $0[DatabaseInput.name] = "a\u{1}b" }
    }
    #expect(broken?.code == "ValidationException")
    #expect(broken?.message?.contains("Member must satisfy regular expression pattern") == true)
    await glue.house.stop()
  }
}
