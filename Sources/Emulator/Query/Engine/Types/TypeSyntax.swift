import SQLParser

extension SQLType {
  /// The type that a name in a statement means.
  init(_ name: TypeName) throws(QueryFailure) {
    func number(_ index: Int) -> Int? {
      guard index < name.parameters.count, case .number(let value) = name.parameters[index] else { return nil }
      return value
    }
    func nested(_ index: Int) throws(QueryFailure) -> SQLType {
      guard index < name.parameters.count, case .type(let inner) = name.parameters[index] else {
        throw SQLType.unknownType(name)
      }
      return try SQLType(inner)
    }
    switch name.name {
    case "boolean": self = .boolean
    case "tinyint": self = .tinyint
    case "smallint": self = .smallint
    case "integer", "int": self = .integer
    case "bigint": self = .bigint
    case "real": self = .real
    case "double": self = .double
    case "decimal", "numeric", "dec":
      let precision: Int = number(0) ?? 38
      let scale: Int = number(1) ?? 0
      guard precision >= 1, precision <= 38 else {
        throw QueryFailure(
          "INVALID_FUNCTION_ARGUMENT", "DECIMAL precision must be in range [1, 38]: \(precision)", at: name.position)
      }
      guard scale <= precision else {
        throw QueryFailure(
          "INVALID_FUNCTION_ARGUMENT", "DECIMAL scale must be in range [0, precision (\(precision))]: \(scale)",
          at: name.position)
      }
      self = .decimal(precision: precision, scale: scale)
    case "varchar": self = .varchar(number(0))
    case "char": self = .char(number(0) ?? 1)
    case "varbinary": self = .varbinary
    case "date": self = .date
    case "time":
      if let digits: Int = number(0), digits != 3 { throw .notSupported("time(\(digits))", at: name.position) }
      self = .time
    case "timestamp":
      let digits: Int = number(0) ?? 3
      if digits > 6 { throw .notSupported("timestamp(\(digits))", at: name.position) }
      self = .timestamp(digits)
    case "timestamp with time zone":
      if let digits: Int = number(0), digits != 3 {
        throw .notSupported("timestamp(\(digits)) with time zone", at: name.position)
      }
      self = .timestampWithZone
    case "interval day to second": self = .intervalDayToSecond
    case "interval year to month": self = .intervalYearToMonth
    case "json": self = .json
    case "array": self = .array(try nested(0))
    case "map": self = .map(try nested(0), try nested(1))
    case "row":
      var fields: [Field] = []
      for parameter in name.parameters {
        switch parameter {
        case .field(let field, let type): fields.append(Field(field, try SQLType(type)))
        case .type(let type): fields.append(Field(nil, try SQLType(type)))
        case .number: throw SQLType.unknownType(name)
        }
      }
      self = .row(fields)
    case "time with time zone", "uuid", "ipaddress", "hyperloglog", "qdigest", "tdigest", "geometry":
      throw .notSupported("Type " + name.name, at: name.position)
    default: throw SQLType.unknownType(name)
    }
  }

  private static func unknownType(_ name: TypeName) -> QueryFailure {
    .typeMismatch("Unknown type: " + ExpressionText.text(name), at: name.position)
  }
}
