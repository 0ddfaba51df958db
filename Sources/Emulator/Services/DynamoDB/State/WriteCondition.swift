import Protocols

/// The condition of a write, from ConditionExpression or from Expected.
struct WriteCondition {
  var expression: Condition?
  var expected: AttributeConditions?
  /// ReturnValuesOnConditionCheckFailure is ALL_OLD.
  var showsItem: Bool

  /// Throws ConditionalCheckFailedException when the item, or its absence, does not meet the condition.
  func check(_ old: Item?) throws(AWSError) {
    if expression == nil && expected == nil { return }
    let item = old ?? Item()
    if expression?.holds(for: item) ?? true, expected?.holds(for: item) ?? true { return }
    throw AWSError.conditionFailed(showsItem ? old : nil)
  }
}
