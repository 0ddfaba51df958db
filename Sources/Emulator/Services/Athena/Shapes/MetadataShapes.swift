import Protocols

extension Database {
  static func of(_ database: CatalogDatabase) -> Values<Database> {
    .with {
      $0[name] = database.name
      $0[description] = database.description
      $0[parameters] = database.parameters.isEmpty ? nil : database.parameters
    }
  }
}

extension TableMetadata {
  static func of(_ table: CatalogTable) -> Values<TableMetadata> {
    .with {
      $0[name] = table.name
      $0[createTime] = table.created
      $0[lastAccessTime] = table.lastAccessed
      $0[tableType] = table.type
      $0[columns] = table.columns.map(Column.of)
      $0[partitionKeys] = table.partitionKeys.map(Column.of)
      $0[parameters] = table.parameters
    }
  }
}

extension Column {
  static func of(_ column: CatalogTable.Column) -> Values<Column> {
    .with {
      $0[name] = column.name
      $0[type] = column.type
      $0[comment] = column.comment
    }
  }
}
