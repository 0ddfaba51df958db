import Protocols
import Runtime
import Support
import Testing

@testable import Glue

/// CreateTable, GetTable, UpdateTable, DeleteTable, GetTables and BatchDeleteTable.
@Suite struct TableOperationsTests {
  private func names(_ glue: GlueHouse, _ fill: (inout Values<GetTables.Input>) -> Void) async throws -> [String] {
    let output = try await glue.house.call(GetTables.self) {
      $0[GetTables.Input.databaseName] = "d"
      fill(&$0)
    }
    return (output[GetTables.Output.tableList] ?? []).map { $0[Table.name] }
  }

  @Test func givesBackWhatWasDefined() async throws {
    let glue = try GlueHouse()
    try await glue.database("d")
    try await glue.table("Orders", in: "D", keys: [("day", "date")])
    let output = try await glue.house.call(GetTable.self) {
      $0[GetTable.Input.databaseName] = "d"
      $0[GetTable.Input.name] = "ORDERS"
    }
    let table = try #require(output[GetTable.Output.table])
    #expect(table[Table.name] == "orders")
    #expect(table[Table.databaseName] == "d")
    #expect(table[Table.versionID] == "0")
    #expect(table[Table.partitionKeys]?.first?[Column.type] == "date")
    let storage = try #require(table[Table.storageDescriptor])
    #expect(storage[StorageDescriptor.serdeInfo]?[SerDeInfo.parameters] == ["a": "1", "b": "2"])
    await glue.house.stop()
  }

  @Test func tellsWhatIsMissingOrThere() async throws {
    let glue = try GlueHouse()
    let noDatabase = await glue.house.error(CreateTable.self) {
      $0[CreateTable.Input.databaseName] = "d"
      $0[CreateTable.Input.tableInput] = GlueHouse.table("t")
    }
    #expect(noDatabase?.message == "Database d not found.")
    try await glue.database("d")
    try await glue.table("t", in: "d")
    let twice = await glue.house.error(CreateTable.self) {
      $0[CreateTable.Input.databaseName] = "d"
      $0[CreateTable.Input.tableInput] = GlueHouse.table("T")
    }
    #expect(twice?.code == "AlreadyExistsException")
    #expect(twice?.message == "Table already exists.")
    await glue.house.stop()
  }

  @Test func countsVersionsAndRefusesAnOldOne() async throws {
    let glue = try GlueHouse()
    try await glue.database("d")
    try await glue.table("t", in: "d")
    func update(_ version: String?) async -> AWSError? {
      await glue.house.error(UpdateTable.self) {
        $0[UpdateTable.Input.databaseName] = "d"
        $0[UpdateTable.Input.versionID] = version
        $0[UpdateTable.Input.tableInput] = .with {
          $0[TableInput.name] = "t"
          $0[TableInput.description] = "new"
        }
      }
    }
    #expect(await update("0") == nil)
    #expect(await update("0")?.code == "ConcurrentModificationException")
    let output = try await glue.house.call(GetTable.self) {
      $0[GetTable.Input.databaseName] = "d"
      $0[GetTable.Input.name] = "t"
    }
    let table = try #require(output[GetTable.Output.table])
    #expect(table[Table.versionID] == "1")
    #expect(table[Table.description] == "new")
    #expect(table[Table.storageDescriptor] == nil)
    await glue.house.stop()
  }

  @Test func selectsByExpressionAndPages() async throws {
    let glue = try GlueHouse()
    try await glue.database("d")
    for name in ["sales_2024", "sales_2025", "stock"] { try await glue.table(name, in: "d") }
    #expect(try await names(glue) { $0[GetTables.Input.expression] = "sales_.*" } == ["sales_2024", "sales_2025"])
    #expect(try await names(glue) { $0[GetTables.Input.expression] = "sales*" } == ["sales_2024", "sales_2025"])
    #expect(try await names(glue) { $0[GetTables.Input.expression] = "STOCK|nothing" } == ["stock"])
    #expect(try await names(glue) { $0[GetTables.Input.expression] = "sales" } == [])
    #expect(try await names(glue) { $0[GetTables.Input.maxResults] = 1 } == ["sales_2024"])
    let wrong = await glue.house.error(GetTables.self) {
      $0[GetTables.Input.databaseName] = "d"
      $0[GetTables.Input.expression] = "("
    }
    #expect(wrong?.code == "InvalidInputException")
    await glue.house.stop()
  }

  @Test func deletesSeveralAndNamesThoseThatAreMissing() async throws {
    let glue = try GlueHouse()
    try await glue.database("d")
    try await glue.table("a", in: "d")
    let output = try await glue.house.call(BatchDeleteTable.self) {
      $0[BatchDeleteTable.Input.databaseName] = "d"
      $0[BatchDeleteTable.Input.tablesToDelete] = ["A", "b"]
    }
    let errors = output[BatchDeleteTable.Output.errors] ?? []
    #expect(errors.map { $0[TableError.tableName] } == ["b"])
    #expect(errors.first?[TableError.errorDetail]?[ErrorDetail.errorCode] == "EntityNotFoundException")
    #expect(try await names(glue) { _ in } == [])
    let missing = await glue.house.error(DeleteTable.self) {
      $0[DeleteTable.Input.databaseName] = "d"
      $0[DeleteTable.Input.name] = "a"
    }
    #expect(missing?.message == "Table a not found.")
    await glue.house.stop()
  }
}
