import Protocols

/// Finds a table's definition and makes its columns' types.
enum TableLookup {
  /// The name of the Glue catalog.
  static let glueCatalog = "awsdatacatalog"

  static func find(_ key: TableKey, _ environment: QueryEnvironment) async throws(QueryFailure)
    -> MetadataSnapshot.Entry
  {
    if key.catalog != glueCatalog { return try await federated(key, environment) }
    if key.schema == "information_schema" { throw .notSupported("information_schema") }
    if key.name.contains("$") { throw .notSupported("The table \(key.name)") }
    let found: TableDefinition?
    do throws(AWSError) {
      found = try await environment.catalog.table(key.schema, key.name)
      if found == nil { return try await environment.catalog.database(key.schema) == nil ? .noSchema : .noTable }
    } catch {
      throw QueryFailure("HIVE_METASTORE_ERROR", error.message ?? error.code)
    }
    guard let definition: TableDefinition = found else { return .noTable }
    if definition.tableType == "VIRTUAL_VIEW" { throw .notSupported("Reading a view (\(key.schema).\(key.name))") }
    if definition.parameters["table_type"]?.uppercased() == "ICEBERG" {
      throw .notSupported("Reading an Iceberg table")
    }
    var columns: [TableHandle.Column] = []
    for column in definition.columns + definition.partitionKeys {
      guard let type: SQLType = HiveType.parse(column.type) else {
        throw QueryFailure(
          "HIVE_INVALID_METADATA",
          "Column \(column.name) of \(key.schema).\(key.name) has an unknown type: \(column.type)")
      }
      columns.append(TableHandle.Column(name: column.name.lowercased(), type: type))
    }
    return .table(
      TableHandle(
        catalog: key.catalog, schema: key.schema, name: key.name, source: .hive(definition), columns: columns))
  }

  private static func federated(
    _ key: TableKey, _ environment: QueryEnvironment
  ) async throws(QueryFailure) -> MetadataSnapshot.Entry {
    guard let connector: any ConnectorPort = try await environment.connector(key.catalog) else { return .noCatalog }
    guard let table: ConnectorTable = try await connector.table(key.schema, key.name) else {
      return try await connector.schemas().contains(key.schema) ? .noTable : .noSchema
    }
    return .table(
      TableHandle(
        catalog: key.catalog, schema: key.schema, name: key.name, source: .connector(key.catalog, table),
        columns: table.columns.map { TableHandle.Column(name: $0.name, type: $0.type) }))
  }
}
