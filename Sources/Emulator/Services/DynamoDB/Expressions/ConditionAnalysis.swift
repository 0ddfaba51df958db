/// Turns a condition as written into one to evaluate, or gives the fault that DynamoDB names first. Its order, over
/// the whole condition each time: redundant parentheses, unknown functions, functions in the wrong place, reserved
/// words; then, from left to right, clause by clause: undefined placeholders, number of operands, operands that are
/// not distinct, types of operands.
package enum ConditionAnalysis {
  package static func condition(
    _ text: [UInt8], _ placeholders: inout Placeholders
  ) throws(ExpressionFault) -> Condition {
    try resolve(try checkedSyntax(text), &placeholders)
  }

  static func checkedSyntax(_ text: [UInt8]) throws(ExpressionFault) -> ConditionSyntax {
    var parser = try ConditionParser(text)
    let syntax = try parser.parse()
    if parser.hasRedundantParentheses { throw .redundantParentheses }
    try checkNames(syntax)
    try checkPlaces(syntax, isCondition: true)
    try checkReserved(syntax)
    return syntax
  }

  /// Functions of conditions, with their numbers of operands.
  private static let functions: [String: Int] = [
    "attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2, "size": 1,
  ]
  private static let updateFunctions: Set<String> = ["if_not_exists", "list_append"]

  private static func checkNames(_ syntax: ConditionSyntax) throws(ExpressionFault) {
    if case .function(let name, _) = syntax, functions[name] == nil {
      throw updateFunctions.contains(name) ? .notInCondition(name) : .unknownFunction(name)
    }
    for part in syntax.parts { try checkNames(part) }
  }

  /// `size` is an operand alone, the other functions conditions alone.
  private static func checkPlaces(_ syntax: ConditionSyntax, isCondition: Bool) throws(ExpressionFault) {
    switch syntax {
    case .or, .and, .not:
      for part in syntax.parts { try checkPlaces(part, isCondition: true) }
    case .function(let name, let arguments):
      if (name == "size") == isCondition { throw .misused(name) }
      for argument in arguments { try checkPlaces(argument, isCondition: false) }
    case .comparison, .between, .in:
      for part in syntax.parts { try checkPlaces(part, isCondition: false) }
    case .path, .value: break
    }
  }

  private static func checkReserved(_ syntax: ConditionSyntax) throws(ExpressionFault) {
    if case .path(let path) = syntax { try path.checkReserved() }
    for part in syntax.parts { try checkReserved(part) }
  }

  private static func resolve(
    _ syntax: ConditionSyntax, _ placeholders: inout Placeholders
  ) throws(ExpressionFault) -> Condition {
    switch syntax {
    case .or(let left, let right):
      return .or(try resolve(left, &placeholders), try resolve(right, &placeholders))
    case .and(let left, let right):
      return .and(try resolve(left, &placeholders), try resolve(right, &placeholders))
    case .not(let inner): return .not(try resolve(inner, &placeholders))
    case .comparison(let comparator, let left, let right):
      let first = try operand(left, &placeholders)
      let second = try operand(right, &placeholders)
      try checkDistinct(comparator.rawValue, first, second)
      if comparator != .equal && comparator != .notEqual {
        try checkOrdered(comparator.rawValue, [first, second])
      }
      return .comparison(comparator, first, second)
    case .between(let value, let low, let high):
      let operands = [
        try operand(value, &placeholders), try operand(low, &placeholders), try operand(high, &placeholders),
      ]
      try checkOrdered("BETWEEN", operands)
      try checkBounds(operands[1], operands[2])
      return .between(operands[0], operands[1], operands[2])
    case .in(let value, let choices):
      let first = try operand(value, &placeholders)
      var rest: [Operand] = []
      for choice in choices { rest.append(try operand(choice, &placeholders)) }
      return .in(first, rest)
    case .function(let name, let arguments): return try function(name, arguments, &placeholders)
    case .path, .value: preconditionFailure("the parser leaves no bare operand as a condition")
    }
  }

  private static func function(
    _ name: String, _ arguments: [ConditionSyntax], _ placeholders: inout Placeholders
  ) throws(ExpressionFault) -> Condition {
    var operands: [Operand] = []
    for argument in arguments { operands.append(try operand(argument, &placeholders)) }
    if arguments.count != functions[name] { throw .operandCount(name, arguments.count) }
    if operands.count == 2 { try checkDistinct(name, operands[0], operands[1]) }
    switch name {
    case "attribute_exists":
      guard case .path(let path) = operands[0] else { throw .needsPath(name) }
      return .attributeExists(path)
    case "attribute_not_exists":
      guard case .path(let path) = operands[0] else { throw .needsPath(name) }
      return .attributeNotExists(path)
    case "attribute_type":
      guard case .value(let type) = operands[1] else {
        throw .operandType(name, "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}")
      }
      guard case .string(let typeName) = type else { throw .operandType(name, type.typeName) }
      if !AttributeType.allCases.contains(where: { Array($0.name.utf8) == typeName }) {
        throw .attributeType(typeName)
      }
      return .attributeType(operands[0], typeName)
    case "begins_with":
      for operand in operands {
        guard let type = operand.constantType, type != .string, type != .binary else { continue }
        throw .operandType(name, type.name)
      }
      return .beginsWith(operands[0], operands[1])
    default:
      return .contains(operands[0], operands[1])
    }
  }

  private static func operand(
    _ syntax: ConditionSyntax, _ placeholders: inout Placeholders
  ) throws(ExpressionFault) -> Operand {
    switch syntax {
    case .path(let path): return .path(try path.resolve(&placeholders))
    case .value(let placeholder): return .value(try placeholders.value(placeholder))
    case .function(let name, let arguments):
      var operands: [Operand] = []
      for argument in arguments { operands.append(try operand(argument, &placeholders)) }
      if arguments.count != 1 { throw .operandCount(name, arguments.count) }
      if let type = operands[0].constantType, !type.hasSize { throw .operandType(name, type.name) }
      return .size(operands[0])
    case .or, .and, .not, .comparison, .between, .in:
      preconditionFailure("the parser gives no condition as an operand")
    }
  }

  private static func checkDistinct(
    _ name: String, _ first: Operand, _ second: Operand
  ) throws(ExpressionFault) {
    if case .path(let one) = first, case .path(let other) = second, one == other { throw .notDistinct(name, one) }
  }

  private static func checkOrdered(_ name: String, _ operands: [Operand]) throws(ExpressionFault) {
    for case .value(let value) in operands where !value.isOrdered { throw .operandType(name, value.typeName) }
  }

  private static func checkBounds(_ low: Operand, _ high: Operand) throws(ExpressionFault) {
    guard case .value(let lower) = low, case .value(let upper) = high else { return }
    guard let order = lower.compared(to: upper) else { throw .betweenTypes(lower, upper) }
    if order > 0 { throw .betweenOrder(lower, upper) }
  }
}

extension Operand {
  /// The type of what does not depend on an item.
  var constantType: AttributeType? {
    switch self {
    case .path: nil
    case .value(let value): value.type
    case .size: .number
    }
  }
}

extension AttributeType {
  var hasSize: Bool {
    switch self {
    case .number, .boolTrue, .boolFalse, .null: false
    case .string, .binary, .stringSet, .numberSet, .binarySet, .list, .map: true
    }
  }
}

extension ConditionSyntax {
  /// What stands directly within, from left to right.
  var parts: [ConditionSyntax] {
    switch self {
    case .or(let left, let right), .and(let left, let right), .comparison(_, let left, let right): [left, right]
    case .not(let inner): [inner]
    case .between(let value, let low, let high): [value, low, high]
    case .in(let value, let choices): [value] + choices
    case .function(_, let arguments): arguments
    case .path, .value: []
    }
  }
}

extension Condition {
  /// The paths that the condition reads.
  package var paths: [DocumentPath] {
    switch self {
    case .or(let left, let right), .and(let left, let right): left.paths + right.paths
    case .not(let inner): inner.paths
    case .comparison(_, let left, let right), .beginsWith(let left, let right), .contains(let left, let right):
      left.paths + right.paths
    case .between(let value, let low, let high): value.paths + low.paths + high.paths
    case .in(let value, let choices): value.paths + choices.flatMap(\.paths)
    case .attributeExists(let path), .attributeNotExists(let path): [path]
    case .attributeType(let operand, _): operand.paths
    }
  }
}

extension Operand {
  var paths: [DocumentPath] {
    switch self {
    case .path(let path): [path]
    case .value: []
    case .size(let inner): inner.paths
    }
  }
}
