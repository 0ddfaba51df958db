/// Implicit conversions: integers widen to decimal, real and double; varchar to a longer varchar; date to timestamp to
/// timestamp with zone; NULL to all. Never between varchar and a number.
enum Coercion {
  /// The narrowest type that both convert to; nil where there is none.
  static func common(_ left: SQLType, _ right: SQLType) -> SQLType? {
    if left == right { return left }
    switch (left, right) {
    case (.unknown, let other), (let other, .unknown): return other
    case (.double, let other) where other.isNumeric, (let other, .double) where other.isNumeric: return .double
    case (.real, let other) where other.isNumeric, (let other, .real) where other.isNumeric: return .real
    case (.decimal, let other) where other.isDecimal || other.isInteger,
      (let other, .decimal) where other.isInteger:
      let (precision, scale): (Int, Int) = decimalForm(left)
      let (otherPrecision, otherScale): (Int, Int) = decimalForm(right)
      let digits: Int = max(precision - scale, otherPrecision - otherScale)
      let common: Int = max(scale, otherScale)
      return .decimal(precision: min(38, digits + common), scale: common)
    case (let first, let second) where first.isInteger && second.isInteger:
      return first.integerDigits >= second.integerDigits ? first : second
    case (.varchar(let first), .varchar(let second)):
      guard let first, let second else { return .varchar(nil) }
      return .varchar(max(first, second))
    case (.char(let first), .char(let second)): return .char(max(first, second))
    case (.char(let first), .varchar(let second)), (.varchar(let second), .char(let first)):
      guard let second else { return .varchar(nil) }
      return .char(max(first, second))
    case (.date, .timestamp(let digits)), (.timestamp(let digits), .date): return .timestamp(digits)
    case (.timestamp(let first), .timestamp(let second)): return .timestamp(max(first, second))
    case (.timestampWithZone, .date), (.timestampWithZone, .timestamp), (.date, .timestampWithZone),
      (.timestamp, .timestampWithZone):
      return .timestampWithZone
    case (.array(let first), .array(let second)):
      guard let element: SQLType = common(first, second) else { return nil }
      return .array(element)
    case (.map(let firstKey, let firstValue), .map(let secondKey, let secondValue)):
      guard let key: SQLType = common(firstKey, secondKey), let value: SQLType = common(firstValue, secondValue) else {
        return nil
      }
      return .map(key, value)
    case (.row(let first), .row(let second)):
      guard first.count == second.count else { return nil }
      var fields: [SQLType.Field] = []
      for (one, two) in zip(first, second) {
        guard let type: SQLType = common(one.type, two.type) else { return nil }
        fields.append(SQLType.Field(one.name == two.name ? one.name : nil, type))
      }
      return .row(fields)
    default: return nil
    }
  }

  static func decimalForm(_ type: SQLType) -> (precision: Int, scale: Int) {
    if case .decimal(let precision, let scale) = type { return (precision, scale) }
    return (type.integerDigits, 0)
  }

  /// Whether a value of `from` may stand where `to` is asked, without a cast.
  static func converts(_ from: SQLType, to: SQLType) -> Bool {
    if from == to { return true }
    if case .varchar(nil) = to, from.isText { return true }
    return common(from, to) == to
  }
}
