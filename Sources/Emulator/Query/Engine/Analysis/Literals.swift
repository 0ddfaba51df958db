import SQLParser

/// Literals as constants.
enum Literals {
  static func node(_ expression: Expression) throws(QueryFailure) -> Node {
    switch expression {
    case .integer(let text, let position):
      guard let value = Int64(text) else {
        throw QueryFailure("NUMERIC_VALUE_OUT_OF_RANGE", "Invalid numeric literal: " + text, at: position)
      }
      return .constant(.int(value), SQLType.integer.integerRange.contains(value) ? .integer : .bigint)
    case .decimal(let text, let position):
      guard let parsed = Decimal.parse(text.utf8) else {
        throw QueryFailure("NUMERIC_VALUE_OUT_OF_RANGE", "Invalid decimal literal: " + text, at: position)
      }
      return .constant(.decimal(parsed.value), .decimal(precision: parsed.precision, scale: parsed.scale))
    case .double(let text, _): return .constant(.double(Double(text) ?? .nan), .double)
    case .string(let text, _): return .constant(.text(text), .varchar(text.unicodeScalars.count))
    case .binary(let bytes, _): return .constant(.bytes(bytes), .varbinary)
    case .typed(let name, let text, let position): return try typed(name, text, position)
    case .interval(let text, let negative, let from, let to, let position):
      return try interval(text, negative, from, to, position)
    default: throw .internalError("no literal")
    }
  }

  private static func typed(_ name: TypeName, _ text: String, _ position: SourcePosition) throws(QueryFailure) -> Node {
    let bytes: [UInt8] = Array(text.utf8)
    func failure() -> QueryFailure {
      QueryFailure("INVALID_LITERAL", "'\(text)' is not a valid \(name.name.uppercased()) literal", at: position)
    }
    switch name.name {
    case "timestamp":
      guard let parsed: CivilTime.Parsed = CivilTime.parse(bytes), let days: Int64 = parsed.days else {
        throw failure()
      }
      if parsed.digits > 6 { throw .notSupported("A timestamp of \(parsed.digits) digits", at: position) }
      let micros: Int64 = days * CivilTime.microsPerDay + (parsed.micros ?? 0)
      if let zone: Int = parsed.zone {
        return .constant(.int(ZonedTime.fromLocal(micros: micros, zone: zone)), .timestampWithZone)
      }
      return .constant(.int(micros), .timestamp(parsed.digits))
    case "decimal":
      guard let parsed = Decimal.parse(bytes) else { throw failure() }
      return .constant(.decimal(parsed.value), .decimal(precision: parsed.precision, scale: parsed.scale))
    case "json":
      guard let json: [UInt8] = JSONCast.canonical(bytes) else { throw failure() }
      return .constant(.bytes(json), .json)
    case "char": return .constant(.bytes(Text.trimmedRight(bytes)), .char(Text.length(bytes)))
    default:
      let type: SQLType = try SQLType(name)
      guard Cast.isPossible(.varchar(nil), type), let value: Datum = try? Cast.datum(.bytes(bytes), .varchar(nil), type)
      else { throw failure() }
      return .constant(value, type)
    }
  }

  private static func interval(
    _ text: String, _ negative: Bool, _ from: IntervalField, _ to: IntervalField?, _ position: SourcePosition
  ) throws(QueryFailure) -> Node {
    let failure = QueryFailure(
      "INVALID_LITERAL", "'\(text)' is not a valid INTERVAL literal", at: position)
    var text: String = text
    var sign: Int64 = negative ? -1 : 1
    if text.hasPrefix("-") {
      sign = -sign
      text.removeFirst()
    }
    switch (from, to) {
    case (.year, .month?):
      let parts: [Int64?] = text.split(separator: "-").map { Int64($0) }
      guard parts.count == 2, let years: Int64 = parts[0], let months: Int64 = parts[1] else { throw failure }
      return .constant(.int(sign * (years * 12 + months)), .intervalYearToMonth)
    case (.year, nil), (.month, nil):
      guard let count = Int64(text), count < 1_000_000_000 else { throw failure }
      return .constant(.int(sign * count * (from == .year ? 12 : 1)), .intervalYearToMonth)
    case (_, nil):
      guard let parsed = Decimal.parse(text.utf8), from == .second || parsed.scale == 0, parsed.scale <= 3 else {
        throw failure
      }
      let units: [IntervalField: Int128] = [.day: 86_400_000, .hour: 3_600_000, .minute: 60_000, .second: 1000]
      let millis: Int128 = parsed.value * (units[from] ?? 1) / Decimal.power(parsed.scale)
      guard let whole = Int64(exactly: millis) else { throw failure }
      return .constant(.int(sign * whole), .intervalDayToSecond)
    case (.day, .second?), (.day, .minute?), (.day, .hour?), (.hour, .minute?), (.hour, .second?),
      (.minute, .second?):
      return .constant(.int(sign * (try dayTime(text, from, to ?? .second, failure))), .intervalDayToSecond)
    default: throw failure
    }
  }

  /// `3 4:05:06.789` from the first field to the last.
  private static func dayTime(
    _ text: String, _ from: IntervalField, _ to: IntervalField, _ failure: QueryFailure
  ) throws(QueryFailure) -> Int64 {
    let fields: [IntervalField] = [.day, .hour, .minute, .second]
    let units: [Int64] = [86_400_000, 3_600_000, 60_000, 1000]
    guard let first: Int = fields.firstIndex(of: from), let last: Int = fields.firstIndex(of: to) else {
      throw failure
    }
    let parts: [Substring] = text.split(whereSeparator: { $0 == " " || $0 == ":" })
    guard parts.count == last - first + 1 else { throw failure }
    var total: Int64 = 0
    for (index, part) in parts.enumerated() {
      let field: Int = first + index
      guard let parsed = Decimal.parse(part.utf8), parsed.scale <= (field == 3 ? 3 : 0) else { throw failure }
      total += Int64(parsed.value) * units[field] / Int64(Decimal.power(parsed.scale))
    }
    return total
  }
}
