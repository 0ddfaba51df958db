/// A result column as GetQueryResults describes it (ResultSetMetadata.ColumnInfo). CatalogName is `hive`, SchemaName and
/// TableName are empty, Label is Name, Nullable is UNKNOWN.
package struct ColumnInfo: Sendable, Equatable {
  package var name: String
  /// `varchar`, `timestamp with time zone`, `row`: without parameters. A real is `float`.
  package var type: String
  package var precision: Int
  package var scale: Int
  package var isCaseSensitive: Bool

  package init(name: String, type: String, precision: Int = 0, scale: Int = 0, isCaseSensitive: Bool = false) {
    self.name = name
    self.type = type
    self.precision = precision
    self.scale = scale
    self.isCaseSensitive = isCaseSensitive
  }

  package init(_ name: String, _ type: SQLType) {
    self.name = name
    precision = 0
    scale = 0
    isCaseSensitive = type.isText
    switch type {
    case .boolean: self.type = "boolean"
    case .tinyint: (self.type, precision) = ("tinyint", 3)
    case .smallint: (self.type, precision) = ("smallint", 5)
    case .integer: (self.type, precision) = ("integer", 10)
    case .bigint: (self.type, precision) = ("bigint", 19)
    case .real: (self.type, precision) = ("float", 17)
    case .double: (self.type, precision) = ("double", 17)
    case .decimal(let digits, let places): (self.type, precision, scale) = ("decimal", digits, places)
    case .varchar(let length): (self.type, precision) = ("varchar", length ?? 2_147_483_647)
    case .char(let length): (self.type, precision) = ("char", length)
    case .varbinary: (self.type, precision) = ("varbinary", 1_073_741_824)
    case .time: (self.type, precision) = ("time", 3)
    case .timestamp: (self.type, precision) = ("timestamp", 3)
    case .timestampWithZone: (self.type, precision) = ("timestamp with time zone", 3)
    case .array: self.type = "array"
    case .map: self.type = "map"
    case .row: self.type = "row"
    default: self.type = type.text
    }
  }
}
