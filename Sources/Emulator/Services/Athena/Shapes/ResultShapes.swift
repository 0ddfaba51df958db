import Protocols

enum ResultSet: StructureShape {
  static let rows = Member<[Values<Row>]>("Rows")
  static let resultSetMetadata = Member<Values<ResultSetMetadata>>("ResultSetMetadata")
  static let shape = structure("ResultSet", rows, resultSetMetadata)
}

enum Row: StructureShape {
  static let data = Member<[Values<Datum>]>("Data")
  static let shape = structure("Row", data)
}

enum Datum: StructureShape {
  static let varCharValue = Member<String>("VarCharValue")
  static let shape = structure("Datum", varCharValue)
}

enum ResultSetMetadata: StructureShape {
  static let columnInfo = Member<[Values<ColumnInfo>]>("ColumnInfo")
  static let shape = structure("ResultSetMetadata", columnInfo)
}

enum ColumnInfo: StructureShape {
  static let catalogName = Member<String>("CatalogName")
  static let schemaName = Member<String>("SchemaName")
  static let tableName = Member<String>("TableName")
  static let name = Required<String>("Name")
  static let label = Member<String>("Label")
  static let type = Required<String>("Type")
  static let precision = Member<Int32>("Precision")
  static let scale = Member<Int32>("Scale")
  static let nullable = Member<String>("Nullable", .values(["NOT_NULL", "NULLABLE", "UNKNOWN"]))
  static let caseSensitive = Member<Bool>("CaseSensitive")
  static let shape = structure(
    "ColumnInfo", catalogName, schemaName, tableName, name, label, type, precision, scale, nullable, caseSensitive)
}
