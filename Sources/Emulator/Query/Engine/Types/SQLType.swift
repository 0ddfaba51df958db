/// A Trino type.
package indirect enum SQLType: Hashable, Sendable {
  /// The type of NULL alone.
  case unknown
  case boolean, tinyint, smallint, integer, bigint, real, double
  /// At most 38 digits, `scale` of them after the point.
  case decimal(precision: Int, scale: Int)
  /// nil: of any length.
  case varchar(Int?)
  case char(Int)
  case varbinary, date
  case time
  /// Digits of the second, 0...6.
  case timestamp(Int)
  /// Always of milliseconds.
  case timestampWithZone
  case intervalDayToSecond, intervalYearToMonth
  case json
  case array(SQLType)
  case map(SQLType, SQLType)
  case row([Field])

  package struct Field: Hashable, Sendable {
    package var name: String?
    package var type: SQLType
    package init(_ name: String?, _ type: SQLType) {
      self.name = name
      self.type = type
    }
  }

  /// As Trino writes it: `decimal(10, 2)` is `decimal(10,2)` there.
  package var text: String {
    switch self {
    case .unknown: return "unknown"
    case .boolean: return "boolean"
    case .tinyint: return "tinyint"
    case .smallint: return "smallint"
    case .integer: return "integer"
    case .bigint: return "bigint"
    case .real: return "real"
    case .double: return "double"
    case .decimal(let precision, let scale): return "decimal(\(precision),\(scale))"
    case .varchar(let length): return length.map { "varchar(\($0))" } ?? "varchar"
    case .char(let length): return "char(\(length))"
    case .varbinary: return "varbinary"
    case .date: return "date"
    case .time: return "time(3)"
    case .timestamp(let digits): return "timestamp(\(digits))"
    case .timestampWithZone: return "timestamp(3) with time zone"
    case .intervalDayToSecond: return "interval day to second"
    case .intervalYearToMonth: return "interval year to month"
    case .json: return "json"
    case .array(let element): return "array(" + element.text + ")"
    case .map(let key, let value): return "map(" + key.text + ", " + value.text + ")"
    case .row(let fields):
      let parts: [String] = fields.map { field in (field.name.map { $0 + " " } ?? "") + field.type.text }
      return "row(" + parts.joined(separator: ", ") + ")"
    }
  }

  var isInteger: Bool {
    switch self {
    case .tinyint, .smallint, .integer, .bigint: true
    default: false
    }
  }

  var isDecimal: Bool { if case .decimal = self { true } else { false } }
  var isFloating: Bool { self == .real || self == .double }
  var isNumeric: Bool { isInteger || isDecimal || isFloating }

  var isVarchar: Bool { if case .varchar = self { true } else { false } }
  var isChar: Bool { if case .char = self { true } else { false } }
  var isText: Bool { isVarchar || isChar }
  var isTimestamp: Bool { if case .timestamp = self { true } else { false } }

  /// The range of an integer type.
  var integerRange: ClosedRange<Int64> {
    switch self {
    case .tinyint: -128...127
    case .smallint: -32768...32767
    case .integer: -2_147_483_648...2_147_483_647
    default: Int64.min...Int64.max
    }
  }

  /// How many digits an integer type takes as a decimal.
  var integerDigits: Int {
    switch self {
    case .tinyint: 3
    case .smallint: 5
    case .integer: 10
    default: 19
    }
  }

  /// Whether values can be ordered; all but maps and JSON can.
  var isOrderable: Bool {
    switch self {
    case .map, .json: false
    case .array(let element): element.isOrderable
    case .row(let fields): fields.allSatisfy { $0.type.isOrderable }
    default: true
    }
  }

  /// What a column of this type is stored as.
  var storage: StorageKind {
    switch self {
    case .unknown, .boolean: .bool
    case .tinyint, .smallint, .integer, .bigint, .date, .time, .timestamp, .timestampWithZone, .intervalDayToSecond,
      .intervalYearToMonth:
      .int
    case .decimal: .decimal
    case .real, .double: .double
    case .varchar, .char, .varbinary, .json: .bytes
    case .array: .array
    case .map: .map
    case .row: .row
    }
  }
}

/// The physical forms of a column. Dates are days, times and timestamps microseconds, timestamps with a zone packed as
/// `ZonedTime` says, intervals milliseconds or months; a real is a double that holds a float's value.
enum StorageKind: Sendable { case bool, int, decimal, double, bytes, array, map, row }
