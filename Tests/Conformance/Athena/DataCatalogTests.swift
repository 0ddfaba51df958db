import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Athena

/// The operations on data catalogs, and what they tell of databases and tables.
@Suite struct DataCatalogTests {
  private func create(_ athena: AthenaHouse, _ type: String, _ parameters: [String: String]) async -> AWSError? {
    await athena.house.error(CreateDataCatalog.self) {
      $0[CreateDataCatalog.Input.name] = "ddb"
      $0[CreateDataCatalog.Input.type] = type
      $0[CreateDataCatalog.Input.parameters] = parameters
    }
  }

  @Test func registersAFunction() async throws {
    let athena = try AthenaHouse()
    let function = "arn:aws:lambda:us-east-1:000000000000:function:dynamodb"
    #expect(await create(athena, "LAMBDA", [:])?.code == "InvalidRequestException")
    #expect(await create(athena, "GLUE", ["function": function])?.code == "InvalidRequestException")
    #expect(await create(athena, "LAMBDA", ["function": function]) == nil)
    #expect(await create(athena, "LAMBDA", ["function": function])?.code == "InvalidRequestException")
    let listed = try await athena.house.call(ListDataCatalogs.self)
    let names = listed[ListDataCatalogs.Output.dataCatalogsSummary]?.map { $0[DataCatalogSummary.catalogName] }
    #expect(names == ["AwsDataCatalog", "ddb"])
    // Found whatever the case.
    let got = try await athena.house.call(GetDataCatalog.self) { $0[GetDataCatalog.Input.name] = "DDB" }
    #expect(got[GetDataCatalog.Output.dataCatalog]?[DataCatalog.parameters] == ["function": function])
    let id = try await athena.begin("rows 1") {
      $0[StartQueryExecution.Input.queryExecutionContext] = .with { $0[QueryExecutionContext.catalog] = "ddb" }
    }
    _ = try await athena.wait(id, for: "SUCCEEDED")
    let scope = try #require(athena.engine.requests.withLock { $0.first?.scope })
    #expect(scope.catalogs.map(\.name) == ["AwsDataCatalog", "ddb"])
    #expect(scope.catalogs.last?.function == function)
    _ = try await athena.house.call(DeleteDataCatalog.self) { $0[DeleteDataCatalog.Input.name] = "ddb" }
    let gone = await athena.house.error(GetDataCatalog.self) { $0[GetDataCatalog.Input.name] = "ddb" }
    #expect(gone?.message == "DataCatalog ddb was not found")
    await athena.house.stop()
  }

  @Test func theAccountsOwnStays() async throws {
    let athena = try AthenaHouse()
    let got = try await athena.house.call(GetDataCatalog.self) { $0[GetDataCatalog.Input.name] = "awsdatacatalog" }
    #expect(got[GetDataCatalog.Output.dataCatalog]?[DataCatalog.name] == "AwsDataCatalog")
    #expect(got[GetDataCatalog.Output.dataCatalog]?[DataCatalog.type] == "GLUE")
    let deleted = await athena.house.error(DeleteDataCatalog.self) {
      $0[DeleteDataCatalog.Input.name] = "AwsDataCatalog"
    }
    #expect(deleted?.code == "InvalidRequestException")
    await athena.house.stop()
  }

  @Test func tellsOfDatabasesAndTables() async throws {
    let athena = try AthenaHouse()
    let first = try await athena.house.call(ListDatabases.self) {
      $0[ListDatabases.Input.catalogName] = "AwsDataCatalog"
      $0[ListDatabases.Input.maxResults] = 2
    }
    #expect(first[ListDatabases.Output.databaseList]?.map { $0[Database.name] } == ["a", "b"])
    let second = try await athena.house.call(ListDatabases.self) {
      $0[ListDatabases.Input.catalogName] = "AwsDataCatalog"
      $0[ListDatabases.Input.nextToken] = first[ListDatabases.Output.nextToken]
    }
    #expect(second[ListDatabases.Output.databaseList]?.map { $0[Database.name] } == ["c"])
    let database = try await athena.house.call(GetDatabase.self) {
      $0[GetDatabase.Input.catalogName] = "lambda:fn"
      $0[GetDatabase.Input.databaseName] = "default"
    }
    #expect(database[GetDatabase.Output.database]?[Database.parameters] == ["function": "fn"])
    let tables = try await athena.house.call(ListTableMetadata.self) {
      $0[ListTableMetadata.Input.catalogName] = "AwsDataCatalog"
      $0[ListTableMetadata.Input.databaseName] = "a"
      $0[ListTableMetadata.Input.expression] = "orders.*"
    }
    #expect(
      tables[ListTableMetadata.Output.tableMetadataList]?.map { $0[TableMetadata.name] } == ["orders", "orders_old"])
    let table = try await athena.house.call(GetTableMetadata.self) {
      $0[GetTableMetadata.Input.catalogName] = "AwsDataCatalog"
      $0[GetTableMetadata.Input.databaseName] = "a"
      $0[GetTableMetadata.Input.tableName] = "stock"
    }
    #expect(table[GetTableMetadata.Output.tableMetadata]?[TableMetadata.columns]?.first?[Column.type] == "bigint")
    let missing = await athena.house.error(GetTableMetadata.self) {
      $0[GetTableMetadata.Input.catalogName] = "AwsDataCatalog"
      $0[GetTableMetadata.Input.databaseName] = "a"
      $0[GetTableMetadata.Input.tableName] = "none"
    }
    #expect(missing?.code == "MetadataException")
    let noCatalog = await athena.house.error(ListDatabases.self) { $0[ListDatabases.Input.catalogName] = "x" }
    #expect(noCatalog?.code == "InvalidRequestException")
    await athena.house.stop()
  }
}
