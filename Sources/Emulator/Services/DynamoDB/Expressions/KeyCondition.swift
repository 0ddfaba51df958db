/// A condition on one key attribute, as KeyConditionExpression and the older KeyConditions both come to.
package struct KeyCondition: Sendable {
  package enum Operator: Sendable {
    case equal, less, lessOrEqual, greater, greaterOrEqual, between, beginsWith
  }

  package let name: [UInt8]
  package let comparison: Operator
  /// Two for `between`, else one.
  package let values: [AttributeValue]

  package init(_ name: [UInt8], _ comparison: Operator, _ values: [AttributeValue]) {
    self.name = name
    self.comparison = comparison
    self.values = values
  }
}

extension KeyCondition {
  /// The conditions of a KeyConditionExpression, in its order. `message` of the fault is whole here: faults of the
  /// grammar come as `Invalid KeyConditionExpression: …`, faults of its use without that.
  package static func parse(
    _ text: [UInt8], _ placeholders: inout Placeholders
  ) throws(ExpressionFault) -> [KeyCondition] {
    let condition: Condition
    do {
      condition = try ConditionAnalysis.condition(text, &placeholders)
    } catch {
      throw ExpressionFault("Invalid KeyConditionExpression: " + error.message)
    }
    var conditions: [KeyCondition] = []
    try collect(condition, &conditions)
    return conditions
  }

  private static func collect(_ condition: Condition, _ found: inout [KeyCondition]) throws(ExpressionFault) {
    switch condition {
    case .and(let left, let right):
      try collect(left, &found)
      try collect(right, &found)
      return
    case .or: throw invalidOperator("OR")
    case .not: throw invalidOperator("NOT")
    case .in: throw invalidOperator("IN")
    case .attributeExists: throw invalidOperator("attribute_exists")
    case .attributeNotExists: throw invalidOperator("attribute_not_exists")
    case .attributeType: throw invalidOperator("attribute_type")
    case .contains: throw invalidOperator("contains")
    case .comparison(let comparator, let left, let right): try append(comparison(comparator, left, right), &found)
    case .between(let operand, let low, let high):
      try append(key("BETWEEN", .between, operand, [low, high]), &found)
    case .beginsWith(let operand, let prefix):
      try append(key("begins_with", .beginsWith, operand, [prefix]), &found)
    }
  }

  private static func append(_ condition: KeyCondition, _ found: inout [KeyCondition]) throws(ExpressionFault) {
    if found.contains(where: { $0.name == condition.name }) {
      throw ExpressionFault("KeyConditionExpressions must only contain one condition per key")
    }
    found.append(condition)
  }

  private static func invalidOperator(_ name: String) -> ExpressionFault {
    ExpressionFault("Invalid operator used in KeyConditionExpression: " + name)
  }

  /// The key may stand on either side.
  private static func comparison(
    _ comparator: Comparator, _ left: Operand, _ right: Operand
  ) throws(ExpressionFault) -> KeyCondition {
    if comparator == .notEqual { throw invalidOperator("<>") }
    try checkFlat(left)
    try checkFlat(right)
    switch (left, right) {
    case (.path, .path):
      throw ExpressionFault(
        "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")
    case (.path(let path), .value(let value)): return KeyCondition(path.name, operation(comparator), [value])
    case (.value(let value), .path(let path)): return KeyCondition(path.name, turned(comparator), [value])
    default: throw ExpressionFault("Invalid condition in KeyConditionExpression: No key attribute specified")
    }
  }

  private static func key(
    _ name: String, _ comparison: Operator, _ operand: Operand, _ bounds: [Operand]
  ) throws(ExpressionFault) -> KeyCondition {
    for part in [operand] + bounds { try checkFlat(part) }
    guard case .path(let path) = operand else {
      throw ExpressionFault(
        "Invalid condition in KeyConditionExpression: \(name) operator must have the key attribute as its first operand"
      )
    }
    var values: [AttributeValue] = []
    for bound in bounds {
      guard case .value(let value) = bound else {
        throw ExpressionFault(
          "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")
      }
      values.append(value)
    }
    return KeyCondition(path.name, comparison, values)
  }

  private static func checkFlat(_ operand: Operand) throws(ExpressionFault) {
    switch operand {
    case .size: throw ExpressionFault("KeyConditionExpressions cannot contain nested operations")
    case .path(let path) where path.isNested:
      throw ExpressionFault("KeyConditionExpressions cannot have conditions on nested attributes")
    case .path, .value: break
    }
  }

  private static func operation(_ comparator: Comparator) -> Operator {
    switch comparator {
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .equal, .notEqual: .equal
    }
  }

  private static func turned(_ comparator: Comparator) -> Operator {
    switch comparator {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual: .equal
    }
  }
}
