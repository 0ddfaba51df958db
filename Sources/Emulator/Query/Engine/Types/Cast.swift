/// CAST of one value. Which pairs are possible is known to analysis (`isPossible`).
enum Cast {
  static func isPossible(_ from: SQLType, _ to: SQLType) -> Bool {
    if from == to || from == .unknown { return true }
    switch (from, to) {
    case (.json, .boolean), (.json, .tinyint), (.json, .smallint), (.json, .integer), (.json, .bigint), (.json, .real),
      (.json, .double), (.json, .decimal), (.json, .varchar):
      return true
    case (.json, .array(let element)): return isPossible(.json, element) || element == .json
    case (.json, .map(let key, let value)):
      return key.isVarchar && (isPossible(.json, value) || value == .json)
    case (.json, .row(let fields)): return fields.allSatisfy { isPossible(.json, $0.type) || $0.type == .json }
    case (_, .json): return isJSONSource(from)
    case (_, .varchar), (_, .char):
      switch from {
      case .array, .map, .row, .varbinary: return false
      default: return true
      }
    case (.varchar, _), (.char, _):
      switch to {
      case .array, .map, .row, .intervalDayToSecond, .intervalYearToMonth, .unknown: return false
      case .varbinary: return false
      default: return true
      }
    case (.boolean, _): return to.isNumeric
    case (_, .boolean): return from.isNumeric
    case (.date, .timestamp), (.date, .timestampWithZone), (.timestamp, .date), (.timestamp, .time),
      (.timestamp, .timestamp), (.timestamp, .timestampWithZone), (.timestampWithZone, .date),
      (.timestampWithZone, .timestamp), (.timestampWithZone, .time), (.time, .timestamp):
      return true
    case (.array(let first), .array(let second)): return isPossible(first, second)
    case (.map(let firstKey, let firstValue), .map(let secondKey, let secondValue)):
      return isPossible(firstKey, secondKey) && isPossible(firstValue, secondValue)
    case (.row(let first), .row(let second)):
      return first.count == second.count && zip(first, second).allSatisfy { isPossible($0.type, $1.type) }
    default: return from.isNumeric && to.isNumeric
    }
  }

  private static func isJSONSource(_ type: SQLType) -> Bool {
    switch type {
    case .varbinary, .char, .intervalDayToSecond, .intervalYearToMonth, .time: false
    case .array(let element): isJSONSource(element)
    case .map(let key, let value): (key.isVarchar || key.isInteger) && isJSONSource(value)
    case .row(let fields): fields.allSatisfy { isJSONSource($0.type) }
    default: true
    }
  }

  static func datum(_ value: Datum, _ from: SQLType, _ to: SQLType) throws(QueryFailure) -> Datum {
    if from == to || value.isNull { return value }
    if from == .json, to != .json { return try JSONCast.value(value.bytesValue, to) }
    switch to {
    case .unknown: return value
    case .boolean: return .bool(try boolean(value, from))
    case .tinyint, .smallint, .integer, .bigint: return .int(try integer(value, from, to))
    case .real: return .double(Double(Float(try double(value, from, "REAL"))))
    case .double: return .double(try double(value, from, "DOUBLE"))
    case .decimal(let precision, let scale): return .decimal(try decimal(value, from, precision, scale))
    case .varchar(let length):
      let text: [UInt8] = try text(value, from)
      guard let length, Text.length(text) > length else { return .bytes(text) }
      if from.isText { return .bytes(Text.prefix(text, length)) }
      throw .invalidCast(
        "Value \(String(decoding: text, as: UTF8.self)) cannot be represented as varchar(\(length))")
    case .char(let length): return .bytes(Text.trimmedRight(Text.prefix(try text(value, from), length)))
    case .varbinary: return value
    case .date: return .int(try date(value, from))
    case .time: return .int(try time(value, from))
    case .timestamp(let digits): return .int(CivilTime.round(try timestamp(value, from), digits: digits))
    case .timestampWithZone: return .int(try zoned(value, from))
    case .intervalDayToSecond, .intervalYearToMonth: return value
    case .json: return .bytes(JSONCast.json(value, from))
    case .array(let element):
      guard case .array(let inner) = from else { return value }
      return .array(try all(value.elements, inner, element))
    case .map(let keyType, let valueType):
      guard case .map(let fromKey, let fromValue) = from, case .map(let keys, let values) = value else { return value }
      return .map(try all(keys, fromKey, keyType), try all(values, fromValue, valueType))
    case .row(let fields):
      guard case .row(let sources) = from else { return value }
      var cast: [Datum] = []
      for (index, element) in value.elements.enumerated() {
        cast.append(try datum(element, sources[index].type, fields[index].type))
      }
      return .row(cast)
    }
  }

  private static func all(_ values: [Datum], _ from: SQLType, _ to: SQLType) throws(QueryFailure) -> [Datum] {
    var cast: [Datum] = []
    cast.reserveCapacity(values.count)
    for value in values { cast.append(try datum(value, from, to)) }
    return cast
  }

  private static func shown(_ text: [UInt8]) -> String { "'" + String(decoding: text, as: UTF8.self) + "'" }

  private static func boolean(_ value: Datum, _ from: SQLType) throws(QueryFailure) -> Bool {
    switch value {
    case .int(let number): return number != 0
    case .decimal(let number): return number != 0
    case .double(let number): return number != 0
    case .bytes(let text):
      switch String(decoding: text, as: UTF8.self).lowercased() {
      case "true", "t", "1": return true
      case "false", "f", "0": return false
      default: throw .invalidCast("Cannot cast \(shown(text)) to BOOLEAN")
      }
    default: return value.boolValue
    }
  }

  private static func integerName(_ type: SQLType) -> String { type == .integer ? "INT" : type.text.uppercased() }

  static func integer(_ value: Datum, _ from: SQLType, _ to: SQLType) throws(QueryFailure) -> Int64 {
    let number: Int64
    switch value {
    case .bool(let flag): return flag ? 1 : 0
    case .int(let same): number = same
    case .double(let double):
      let rounded: Double = double.rounded(.toNearestOrAwayFromZero)
      guard let whole = Int64(exactly: rounded) else {
        throw .invalidCast("Cannot cast \(DoubleText.java(double)) to \(to.text)")
      }
      number = whole
    case .decimal(let digits):
      guard case .decimal(_, let scale) = from, let rounded: Int128 = Decimal.rescale(digits, from: scale, to: 0),
        let whole = Int64(exactly: rounded)
      else {
        throw .invalidCast("Cannot cast '\(CellText.text(value, from))' to \(to.text.uppercased())")
      }
      number = whole
    case .bytes(let text):
      guard let parsed = Int64(String(decoding: Text.trimmed(text), as: UTF8.self)), to.integerRange.contains(parsed)
      else { throw .invalidCast("Cannot cast \(shown(text)) to \(integerName(to))") }
      return parsed
    default: return 0
    }
    guard to.integerRange.contains(number) else { throw .invalidCast("Out of range for \(to.text): \(number)") }
    return number
  }

  private static func double(_ value: Datum, _ from: SQLType, _ name: String) throws(QueryFailure) -> Double {
    switch value {
    case .bool(let flag): return flag ? 1 : 0
    case .int(let number): return Double(number)
    case .double(let number): return number
    case .decimal(let digits):
      guard case .decimal(_, let scale) = from else { return 0 }
      return Decimal.double(digits, scale: scale)
    case .bytes(let text):
      guard let number: Double = parseDouble(Text.trimmed(text)) else {
        throw .invalidCast("Cannot cast \(shown(text)) to \(name)")
      }
      return number
    default: return 0
    }
  }

  static func parseDouble(_ text: [UInt8]) -> Double? {
    let string: String = String(decoding: text, as: UTF8.self)
    switch string {
    case "NaN": return .nan
    case "Infinity", "+Infinity": return .infinity
    case "-Infinity": return -.infinity
    default: break
    }
    // Swift would also take "inf", "nan" and hexadecimal numbers.
    for byte in text where !((byte >= 48 && byte <= 57) || "+-.eE".utf8.contains(byte)) { return nil }
    return Double(string)
  }

  private static func decimal(
    _ value: Datum, _ from: SQLType, _ precision: Int, _ scale: Int
  ) throws(QueryFailure) -> Int128 {
    let target: String = "DECIMAL(\(precision), \(scale))"
    let result: Int128?
    switch value {
    case .bool(let flag): result = Decimal.rescale(flag ? 1 : 0, from: 0, to: scale)
    case .int(let number): result = Decimal.rescale(Int128(number), from: 0, to: scale)
    case .double(let number): result = Decimal.value(of: number, scale: scale)
    case .decimal(let digits):
      guard case .decimal(_, let fromScale) = from else { return 0 }
      result = Decimal.rescale(digits, from: fromScale, to: scale)
    case .bytes(let text):
      guard let parsed = Decimal.parse(Text.trimmed(text)) else {
        throw .invalidCast("Cannot cast VARCHAR \(shown(text)) to \(target). Value is not a number.")
      }
      guard let digits: Int128 = Decimal.rescale(parsed.value, from: parsed.scale, to: scale),
        Decimal.fits(digits, precision)
      else { throw .invalidCast("Cannot cast VARCHAR \(shown(text)) to \(target). Value too large.") }
      return digits
    default: return 0
    }
    guard let result, Decimal.fits(result, precision) else {
      throw .invalidCast("Cannot cast \(from.text.uppercased()) '\(CellText.text(value, from))' to \(target)")
    }
    return result
  }

  static func text(_ value: Datum, _ from: SQLType) throws(QueryFailure) -> [UInt8] {
    switch (value, from) {
    case (.bytes(let text), .char(let length)): return Text.padded(text, to: length)
    case (.bytes(let text), _): return text
    case (.double(let number), _): return Array(DoubleText.cast(number, isReal: from == .real).utf8)
    case (.int(let number), .timestamp(let digits)):
      var bytes: [UInt8] = []
      CivilTime.appendTimestamp(number, digits: digits, to: &bytes)
      return bytes
    default:
      var bytes: [UInt8] = []
      CellText.append(value, from, to: &bytes)
      return bytes
    }
  }

  private static func date(_ value: Datum, _ from: SQLType) throws(QueryFailure) -> Int64 {
    switch (value, from) {
    case (.int(let packed), .timestampWithZone):
      return CivilTime.floorDivide(ZonedTime.localMicros(packed), CivilTime.microsPerDay)
    case (.int(let micros), _): return CivilTime.floorDivide(micros, CivilTime.microsPerDay)
    default:
      guard let parsed: CivilTime.Parsed = CivilTime.parse(value.bytesValue), parsed.micros == nil,
        let days: Int64 = parsed.days
      else { throw .invalidCast("Value cannot be cast to date: " + value.textValue) }
      return days
    }
  }

  private static func time(_ value: Datum, _ from: SQLType) throws(QueryFailure) -> Int64 {
    switch (value, from) {
    case (.int(let packed), .timestampWithZone):
      return CivilTime.floorModulus(ZonedTime.localMicros(packed), CivilTime.microsPerDay)
    case (.int(let micros), _): return CivilTime.floorModulus(micros, CivilTime.microsPerDay)
    default:
      guard let micros: Int64 = CivilTime.parseTime(value.bytesValue) else {
        throw .invalidCast("Value cannot be cast to time: " + value.textValue)
      }
      return CivilTime.round(micros, digits: 3)
    }
  }

  private static func timestamp(_ value: Datum, _ from: SQLType) throws(QueryFailure) -> Int64 {
    switch (value, from) {
    case (.int(let days), .date): return days * CivilTime.microsPerDay
    case (.int(let packed), .timestampWithZone): return ZonedTime.localMicros(packed)
    case (.int(let micros), _): return micros
    default:
      guard let parsed: CivilTime.Parsed = CivilTime.parse(value.bytesValue), let days: Int64 = parsed.days else {
        throw .invalidCast("Value cannot be cast to timestamp: " + value.textValue)
      }
      return days * CivilTime.microsPerDay + (parsed.micros ?? 0)
    }
  }

  private static func zoned(_ value: Datum, _ from: SQLType) throws(QueryFailure) -> Int64 {
    switch (value, from) {
    case (.int(let days), .date): return ZonedTime.pack(days * 86_400_000, 0)
    case (.int(let micros), _): return ZonedTime.fromLocal(micros: micros, zone: 0)
    default:
      guard let parsed: CivilTime.Parsed = CivilTime.parse(value.bytesValue), let days: Int64 = parsed.days else {
        throw .invalidCast("Value cannot be cast to timestamp with time zone: " + value.textValue)
      }
      let micros: Int64 = days * CivilTime.microsPerDay + (parsed.micros ?? 0)
      return ZonedTime.fromLocal(micros: micros, zone: parsed.zone ?? 0)
    }
  }
}
