import SQLParser

/// The types of operators.
enum Operators {
  /// Both sides converted to their common type.
  static func unified(
    _ left: Node, _ right: Node, _ symbol: String, at position: SourcePosition
  ) throws(QueryFailure) -> (Node, Node) {
    guard let common: SQLType = Coercion.common(left.type, right.type) else {
      throw cannotApply(symbol, left, right, position)
    }
    return (convert(left, common), convert(right, common))
  }

  /// Constants are converted at once, so that a comparison of a column with a constant stays one.
  private static func convert(_ node: Node, _ type: SQLType) -> Node {
    if node.type.isVarchar, type.isVarchar { return node }
    if case .constant(let value, let from) = node, let converted: Datum = try? Cast.datum(value, from, type) {
      return .constant(converted, type)
    }
    return FunctionResolution.converted(node, to: type)
  }

  private static func cannotApply(
    _ symbol: String, _ left: Node, _ right: Node, _ position: SourcePosition
  ) -> QueryFailure {
    .typeMismatch("Cannot apply operator: \(left.type.text) \(symbol) \(right.type.text)", at: position)
  }

  static func comparison(
    _ comparison: Comparison, _ left: Node, _ right: Node, at position: SourcePosition
  ) throws(QueryFailure) -> Node {
    let symbol: String = comparison == .notEqual ? "=" : comparison.rawValue
    let (first, second): (Node, Node) = try unified(left, right, symbol, at: position)
    let ordered: Bool = comparison != .equal && comparison != .notEqual
    if ordered, !first.type.isOrderable { throw cannotApply(symbol, left, right, position) }
    return .compare(comparison, first, second)
  }

  static func concatenation(_ left: Node, _ right: Node, at position: SourcePosition) throws(QueryFailure) -> Node {
    if case .array(let element) = left.type {
      if Coercion.common(element, right.type) != nil, !isArray(right.type) {
        return try concat([left, .array([right], .array(right.type))], position)
      }
      return try concat([left, right], position)
    }
    if case .array(let element) = right.type, Coercion.common(element, left.type) != nil {
      return try concat([.array([left], .array(left.type)), right], position)
    }
    return try concat([left, right], position)
  }

  private static func isArray(_ type: SQLType) -> Bool { if case .array = type { true } else { false } }

  private static func concat(_ nodes: [Node], _ position: SourcePosition) throws(QueryFailure) -> Node {
    try FunctionResolution.resolve("concat", ScalarFunctions.table["concat"] ?? [], nodes, at: position)
  }

  static func arithmetic(
    _ operation: Arithmetic, _ left: Node, _ right: Node, at position: SourcePosition
  ) throws(QueryFailure) -> Node {
    let (one, two): (SQLType, SQLType) = (left.type, right.type)
    if let type: SQLType = TimeArithmetic.type(operation, one, two) {
      return .arithmetic(operation, left, right, type)
    }
    if one.isTimestamp || one == .date, two.isTimestamp || two == .date || two == .timestampWithZone,
      operation == .subtract, let common: SQLType = Coercion.common(one, two)
    {
      return .arithmetic(operation, convert(left, common), convert(right, common), .intervalDayToSecond)
    }
    let isNumeric: Bool = (one.isNumeric || one == .unknown) && (two.isNumeric || two == .unknown)
    guard isNumeric, let common: SQLType = Coercion.common(one, two), common != .unknown || one == two else {
      throw cannotApply(operation.rawValue, left, right, position)
    }
    if common == .unknown {
      let null: Node = .constant(.null, .bigint)
      return .arithmetic(operation, null, null, .bigint)
    }
    guard common.isDecimal else { return .arithmetic(operation, convert(left, common), convert(right, common), common) }
    let first: (precision: Int, scale: Int) = Coercion.decimalForm(one == .unknown ? two : one)
    let second: (precision: Int, scale: Int) = Coercion.decimalForm(two == .unknown ? one : two)
    let type: SQLType = try decimal(operation, first, second, position)
    return .arithmetic(
      operation, convert(left, .decimal(precision: first.precision, scale: first.scale)),
      convert(right, .decimal(precision: second.precision, scale: second.scale)), type)
  }

  private static func decimal(
    _ operation: Arithmetic, _ one: (precision: Int, scale: Int), _ two: (precision: Int, scale: Int),
    _ position: SourcePosition
  ) throws(QueryFailure) -> SQLType {
    let scale: Int = max(one.scale, two.scale)
    let digits: Int = max(one.precision - one.scale, two.precision - two.scale)
    switch operation {
    case .add, .subtract: return .decimal(precision: min(38, digits + scale + 1), scale: scale)
    case .multiply:
      let product: Int = one.scale + two.scale
      let precision: Int = min(38, one.precision + two.precision)
      if product > precision {
        throw QueryFailure(
          "INVALID_FUNCTION_ARGUMENT", "DECIMAL scale must be in range [0, precision (\(precision))]: \(product)",
          at: position)
      }
      return .decimal(precision: precision, scale: product)
    case .divide:
      return .decimal(
        precision: min(38, one.precision + two.scale + max(0, two.scale - one.scale)), scale: scale)
    case .modulus:
      let least: Int = min(one.precision - one.scale, two.precision - two.scale)
      return .decimal(precision: min(38, max(1, least + scale)), scale: scale)
    }
  }
}
