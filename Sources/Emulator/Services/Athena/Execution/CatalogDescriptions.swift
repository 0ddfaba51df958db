import Query

extension CatalogDatabase {
  init(_ database: DatabaseDefinition) {
    self.init(name: database.name, description: database.comment, parameters: database.parameters)
  }
}

extension CatalogTable {
  /// Parameters tell of the storage as AWS's do: `serde.param.field.delim`, `inputformat`, `location` ….
  init(_ table: TableDefinition) {
    var parameters = table.parameters
    parameters["inputformat"] = table.storage.inputFormat
    parameters["outputformat"] = table.storage.outputFormat
    parameters["location"] = table.storage.location
    parameters["serde.serialization.lib"] = table.storage.serde
    for (key, value) in table.storage.serdeParameters { parameters["serde.param." + key] = value }
    if let comment = table.comment { parameters["comment"] = comment }
    self.init(
      name: table.name, created: nil, lastAccessed: nil, type: table.tableType,
      columns: table.columns.map(CatalogTable.Column.init),
      partitionKeys: table.partitionKeys.map(CatalogTable.Column.init),
      parameters: parameters)
  }

  init(_ name: String, _ table: ConnectorTable) {
    self.init(
      name: name, created: nil, lastAccessed: nil, type: nil,
      columns: table.columns.map { Column(name: $0.name, type: HiveType.text($0.type), comment: nil) },
      partitionKeys: [], parameters: [:])
  }
}

extension CatalogTable.Column {
  init(_ column: ColumnDefinition) {
    self.init(name: column.name, type: column.type, comment: column.comment)
  }
}
