/// The conditions from before expressions: Expected, QueryFilter, ScanFilter, KeyConditions.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html
package enum ComparisonOperator: String, Sendable, CaseIterable {
  case `in` = "IN"
  case null = "NULL"
  case between = "BETWEEN"
  case less = "LT"
  case notContains = "NOT_CONTAINS"
  case equal = "EQ"
  case greater = "GT"
  case notNull = "NOT_NULL"
  case notEqual = "NE"
  case lessOrEqual = "LE"
  case beginsWith = "BEGINS_WITH"
  case greaterOrEqual = "GE"
  case contains = "CONTAINS"

  /// How many values it takes.
  var valueCount: ClosedRange<Int> {
    switch self {
    case .null, .notNull: 0...0
    case .between: 2...2
    case .in: 1...Int.max
    default: 1...1
    }
  }

  /// Whether it is defined for values of a type.
  func takes(_ type: AttributeType) -> Bool {
    switch self {
    case .equal, .notEqual, .null, .notNull: return true
    case .beginsWith: return type == .string || type == .binary
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .between, .in, .contains, .notContains:
      return type == .string || type == .number || type == .binary
    }
  }
}

package struct AttributeCondition: Sendable {
  package let name: [UInt8]
  package let comparison: ComparisonOperator
  package let values: [AttributeValue]

  package init(_ name: [UInt8], _ comparison: ComparisonOperator, _ values: [AttributeValue]) {
    self.name = name
    self.comparison = comparison
    self.values = values
  }

  /// Refuses a wrong number of values, mixed types, types the operator is not defined for, and bounds in the wrong
  /// order.
  package func check() throws(ExpressionFault) {
    let operation = comparison.rawValue
    if !comparison.valueCount.contains(values.count) {
      throw ExpressionFault(
        "One or more parameter values were invalid: Invalid number of argument(s) for the \(operation) "
          + "ComparisonOperator")
    }
    guard let first = values.first else { return }
    if values.contains(where: { $0.typeName != first.typeName }) {
      throw ExpressionFault(
        "One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type")
    }
    for value in values where !comparison.takes(value.type) {
      throw ExpressionFault(
        "One or more parameter values were invalid: ComparisonOperator \(operation) is not valid for "
          + "\(value.typeName) AttributeValue type")
    }
    if comparison == .between, let order = values[0].compared(to: values[1]), order > 0 {
      throw ExpressionFault(
        "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")
    }
  }

  package func holds(for item: Item) -> Bool {
    let value = item[name]
    switch comparison {
    case .null: return value == nil
    case .notNull: return value != nil
    case .equal: return value == values[0]
    case .notEqual: return value != values[0]
    case .in: return values.contains { $0 == value }
    case .between: return Condition.isBetween(value, values[0], values[1])
    case .less: return Condition.compare(.less, value, values[0])
    case .lessOrEqual: return Condition.compare(.lessOrEqual, value, values[0])
    case .greater: return Condition.compare(.greater, value, values[0])
    case .greaterOrEqual: return Condition.compare(.greaterOrEqual, value, values[0])
    case .beginsWith: return Condition.begins(value, with: values[0])
    case .contains: return Condition.isIn(value, contains: values[0])
    case .notContains: return value != nil && !Condition.isIn(value, contains: values[0])
    }
  }

  /// The same as a condition on a key; nil for operators that no key takes.
  package var asKeyCondition: KeyCondition? {
    switch comparison {
    case .equal: KeyCondition(name, .equal, values)
    case .less: KeyCondition(name, .less, values)
    case .lessOrEqual: KeyCondition(name, .lessOrEqual, values)
    case .greater: KeyCondition(name, .greater, values)
    case .greaterOrEqual: KeyCondition(name, .greaterOrEqual, values)
    case .between: KeyCondition(name, .between, values)
    case .beginsWith: KeyCondition(name, .beginsWith, values)
    case .in, .null, .notNull, .notEqual, .contains, .notContains: nil
    }
  }
}

/// Several of them, joined by ConditionalOperator.
package struct AttributeConditions: Sendable {
  package let conditions: [AttributeCondition]
  package let areAlternatives: Bool

  package init(_ conditions: [AttributeCondition], areAlternatives: Bool) {
    self.conditions = conditions
    self.areAlternatives = areAlternatives
  }

  package func holds(for item: Item) -> Bool {
    areAlternatives
      ? conditions.contains { $0.holds(for: item) } : conditions.allSatisfy { $0.holds(for: item) }
  }
}
