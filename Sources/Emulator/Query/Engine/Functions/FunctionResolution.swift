import SQLParser

/// Finds the overload of a function for the arguments' types.
enum FunctionResolution {
  /// The types that the arguments are converted to, and how many conversions that takes; nil where they do not fit.
  static func match(
    _ parameters: [TypePattern], isVariadic: Bool, _ arguments: [SQLType]
  ) -> (types: [SQLType], conversions: Int)? {
    var patterns: [TypePattern] = parameters
    if isVariadic {
      guard let last: TypePattern = patterns.popLast(), arguments.count >= patterns.count else { return nil }
      while patterns.count < arguments.count { patterns.append(last) }
    }
    guard patterns.count == arguments.count else { return nil }
    var bound: [Int: SQLType] = [:]
    for (pattern, argument) in zip(patterns, arguments) where !bind(pattern, argument, &bound) { return nil }
    var types: [SQLType] = []
    var conversions = 0
    for (pattern, argument) in zip(patterns, arguments) {
      guard let wanted: SQLType = target(pattern, argument, bound) else { return nil }
      if wanted != argument {
        guard Coercion.converts(argument, to: wanted) else { return nil }
        if !(wanted.isVarchar && argument.isVarchar) { conversions += cost(argument, wanted) }
      }
      types.append(wanted)
    }
    return (types, conversions)
  }

  /// A nearer type costs less: integer to bigint before integer to double.
  private static func cost(_ from: SQLType, _ to: SQLType) -> Int {
    if from == .unknown { return 1 }
    if from.isInteger, to.isInteger { return 1 }
    if to.isDecimal { return 2 }
    return to == .double ? 4 : 3
  }

  private static func bind(_ pattern: TypePattern, _ argument: SQLType, _ bound: inout [Int: SQLType]) -> Bool {
    switch (pattern, argument) {
    case (.any(let number), _):
      guard let earlier: SQLType = bound[number] else {
        bound[number] = argument
        return true
      }
      guard let common: SQLType = Coercion.common(earlier, argument) else { return false }
      bound[number] = common
      return true
    case (.array(let inner), .array(let element)): return bind(inner, element, &bound)
    case (.map(let key, let value), .map(let keyType, let valueType)):
      return bind(key, keyType, &bound) && bind(value, valueType, &bound)
    case (.array(let inner), .unknown): return bind(inner, .unknown, &bound)
    case (.map(let key, let value), .unknown):
      return bind(key, .unknown, &bound) && bind(value, .unknown, &bound)
    case (.array, _), (.map, _): return false
    case (.row, .row): return true
    case (.row, _): return false
    default: return true
    }
  }

  private static func target(_ pattern: TypePattern, _ argument: SQLType, _ bound: [Int: SQLType]) -> SQLType? {
    switch pattern {
    case .type(let type): return type
    case .decimal:
      if argument.isDecimal { return argument }
      return argument.isInteger ? .decimal(precision: argument.integerDigits, scale: 0) : nil
    case .timestamp:
      if argument.isTimestamp { return argument }
      return argument == .date || argument == .unknown ? .timestamp(3) : nil
    case .row: return argument
    case .any(let number): return bound[number]
    case .array(let inner):
      let element: SQLType = if case .array(let type) = argument { type } else { .unknown }
      return target(inner, element, bound).map { .array($0) }
    case .map(let key, let value):
      guard case .map(let keyType, let valueType) = argument else {
        guard let first: SQLType = target(key, .unknown, bound), let second: SQLType = target(value, .unknown, bound)
        else { return nil }
        return .map(first, second)
      }
      guard let first: SQLType = target(key, keyType, bound), let second: SQLType = target(value, valueType, bound)
      else { return nil }
      return .map(first, second)
    }
  }

  /// Converts an argument; a varchar of another length stays as it is.
  static func converted(_ node: Node, to type: SQLType) -> Node {
    let from: SQLType = node.type
    if from == type { return node }
    if case .varchar(nil) = type, from.isVarchar { return node }
    if case .constant(.null, _) = node { return .constant(.null, type) }
    return .cast(node, type, isTry: false)
  }

  static func resolve(
    _ name: String, _ overloads: [ScalarFunction], _ arguments: [Node], at position: SourcePosition?
  ) throws(QueryFailure) -> Node {
    let types: [SQLType] = arguments.map { $0.type }
    var best: (function: ScalarFunction, types: [SQLType], conversions: Int)?
    for overload in overloads {
      guard let found = match(overload.parameters, isVariadic: overload.isVariadic, types) else { continue }
      if best == nil || found.conversions < best!.conversions { best = (overload, found.types, found.conversions) }
    }
    guard let best else { throw unexpected(name, types, overloads.map { $0.signature }, at: position) }
    var converted: [Node] = []
    for (node, type) in zip(arguments, best.types) { converted.append(self.converted(node, to: type)) }
    return .call(best.function, converted, best.function.result(converted.map { $0.type }))
  }

  static func unexpected(
    _ name: String, _ types: [SQLType], _ signatures: [String], at position: SourcePosition?
  ) -> QueryFailure {
    let given: String = types.map { $0.text }.joined(separator: ", ")
    return QueryFailure(
      "FUNCTION_NOT_FOUND",
      "Unexpected parameters (\(given)) for function \(name). Expected: "
        + signatures.sorted().joined(separator: ", "), at: position)
  }
}
