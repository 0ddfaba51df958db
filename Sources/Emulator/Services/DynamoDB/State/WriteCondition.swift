import Protocols

/// The condition of a write, from ConditionExpression or from Expected.
struct WriteCondition {
  var expression: Condition?
  var expected: AttributeConditions?
  /// ReturnValuesOnConditionCheckFailure is ALL_OLD.
  var showsItem: Bool
  /// Thrown in the place of ConditionalCheckFailedException (PartiQL's INSERT).
  var refusal: AWSError?

  /// Throws ConditionalCheckFailedException when the item, or its absence, does not meet the condition.
  func check(_ old: Item?) throws(AWSError) {
    if expression == nil && expected == nil { return }
    let item = old ?? Item()
    if expression?.holds(for: item) ?? true, expected?.holds(for: item) ?? true { return }
    if var refusal {
      if showsItem, let old { refusal.details = AWSError.conditionFailed(old).details }
      throw refusal
    }
    throw AWSError.conditionFailed(showsItem ? old : nil)
  }
}
