import Protocols

/// The parameters from before expressions, read and checked.
enum LegacyParameters {
  /// Expected. A condition without a ComparisonOperator is one of equality, or, with Exists false, of absence.
  static func expected(
    _ given: [String: Values<ExpectedAttributeValue>]?, _ conditionalOperator: String?
  ) throws(AWSError) -> AttributeConditions? {
    guard let given, !given.isEmpty else {
      if conditionalOperator != nil {
        throw AWSError.parameters(
          given == nil
            ? "ConditionalOperator cannot be used without Filter or Expected"
            : "ConditionalOperator can only be used when Filter or Expected has two or more elements")
      }
      return nil
    }
    try checkOperator(conditionalOperator, given.count)
    var conditions: [AttributeCondition] = []
    for name in given.keys.sorted() {
      guard let condition = given[name] else { continue }
      conditions.append(try expected(name, condition))
    }
    return AttributeConditions(conditions, areAlternatives: conditionalOperator == "OR")
  }

  private static func expected(
    _ name: String, _ given: Values<ExpectedAttributeValue>
  ) throws(AWSError) -> AttributeCondition {
    let value = given[ExpectedAttributeValue.value]
    let list = given[ExpectedAttributeValue.attributeValueList]
    let exists = given[ExpectedAttributeValue.exists]
    if value != nil && list != nil {
      throw AWSError.parameters("Value and AttributeValueList cannot be used together for Attribute: \(name)")
    }
    if let fault = value?.fault ?? list?.lazy.compactMap(\.fault).first { throw AWSError.validation(fault.message) }
    if let operation = given[ExpectedAttributeValue.comparisonOperator] {
      let comparison = ComparisonOperator(rawValue: operation) ?? .equal
      if exists != nil {
        throw AWSError.parameters("Exists and ComparisonOperator cannot be used together for Attribute: \(name)")
      }
      if comparison != .null && comparison != .notNull && value == nil && list == nil {
        throw AWSError.parameters(
          "Value or AttributeValueList must be used with ComparisonOperator: \(operation) for Attribute: \(name)")
      }
      return try checked(
        AttributeCondition(Array(name.utf8), comparison, list?.map(\.value) ?? value.map { [$0.value] } ?? []))
    }
    if list != nil {
      throw AWSError.parameters(
        "AttributeValueList can only be used with a ComparisonOperator for Attribute: \(name)")
    }
    if exists == false {
      if value != nil {
        throw AWSError.parameters("Value cannot be used when Exists is false for Attribute: \(name)")
      }
      return AttributeCondition(Array(name.utf8), .null, [])
    }
    guard let value else {
      throw AWSError.parameters(
        "Value must be provided when Exists is \(exists.map { "\($0)" } ?? "null") for Attribute: \(name)")
    }
    return AttributeCondition(Array(name.utf8), .equal, [value.value])
  }

  /// KeyConditions, QueryFilter, ScanFilter.
  static func conditions(
    _ given: [String: Values<FilterCondition>]?
  ) throws(AWSError) -> [AttributeCondition] {
    guard let given else { return [] }
    var conditions: [AttributeCondition] = []
    for name in given.keys.sorted() {
      guard let condition = given[name] else { continue }
      let values = condition[FilterCondition.attributeValueList] ?? []
      if let fault = values.lazy.compactMap(\.fault).first { throw AWSError.validation(fault.message) }
      let comparison = ComparisonOperator(rawValue: condition[FilterCondition.comparisonOperator]) ?? .equal
      conditions.append(try checked(AttributeCondition(Array(name.utf8), comparison, values.map(\.value))))
    }
    return conditions
  }

  /// QueryFilter and ScanFilter with ConditionalOperator.
  static func filter(
    _ given: [String: Values<FilterCondition>]?, _ conditionalOperator: String?
  ) throws(AWSError) -> AttributeConditions? {
    let conditions = try conditions(given)
    if conditions.isEmpty {
      if conditionalOperator != nil {
        throw AWSError.parameters(
          given == nil
            ? "ConditionalOperator cannot be used without Filter or Expected"
            : "ConditionalOperator can only be used when Filter or Expected has two or more elements")
      }
      return nil
    }
    try checkOperator(conditionalOperator, conditions.count)
    return AttributeConditions(conditions, areAlternatives: conditionalOperator == "OR")
  }

  private static func checkOperator(_ conditionalOperator: String?, _ count: Int) throws(AWSError) {
    if conditionalOperator != nil && count < 2 {
      throw AWSError.parameters("ConditionalOperator can only be used when Filter or Expected has two or more elements")
    }
  }

  private static func checked(_ condition: AttributeCondition) throws(AWSError) -> AttributeCondition {
    do {
      try condition.check()
    } catch {
      throw AWSError.validation(error.message)
    }
    return condition
  }

  /// AttributeUpdates.
  static func updates(
    _ given: [String: Values<AttributeValueUpdate>]?
  ) throws(AWSError) -> [AttributeUpdate]? {
    guard let given else { return nil }
    var updates: [AttributeUpdate] = []
    for name in given.keys.sorted() {
      guard let update = given[name] else { continue }
      try checkName(name)
      let value = update[AttributeValueUpdate.value]
      if let fault = value?.fault { throw AWSError.validation(fault.message) }
      let action = AttributeUpdate.Action(rawValue: update[AttributeValueUpdate.action] ?? "PUT") ?? .put
      let read = AttributeUpdate(Array(name.utf8), action, value?.value)
      do {
        try read.check()
      } catch {
        throw AWSError.validation(error.message)
      }
      updates.append(read)
    }
    return updates
  }

  /// AttributesToGet.
  static func projection(_ names: [String]?) throws(AWSError) -> Projection? {
    guard let names else { return nil }
    var seen: Set<String> = []
    for name in names {
      try checkName(name)
      if !seen.insert(name).inserted {
        throw AWSError.parameters("Duplicate value in attribute name: \(name)")
      }
    }
    return Projection(paths: names.map { DocumentPath(Array($0.utf8)) })
  }

  private static func checkName(_ name: String) throws(AWSError) {
    if name.isEmpty { throw AWSError.parameters("Empty attribute name") }
    if name.utf8.count > ItemSize.attributeNameLimit {
      throw AWSError.parameters("Attribute name is too large, must be less than 65536 bytes")
    }
  }
}
