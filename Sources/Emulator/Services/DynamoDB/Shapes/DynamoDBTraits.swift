import Protocols

/// The constraints that many operations of DynamoDB share, with enumerations in the order that its messages give.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Types_Amazon_DynamoDB.html
enum DynamoDBTraits {
  /// Of a table's name where its ARN may stand too.
  static let tableLength = Trait.length(1...1024)
  static let nameLength = Trait.length(3...255)
  static let namePattern = Trait.pattern("[a-zA-Z0-9_.-]+")
  static let keyNameLength = Trait.length(1...255)
  static let attributeNameLength = Trait.length(0...65535)
  static let returnConsumedCapacity = Trait.values(["INDEXES", "TOTAL", "NONE"])
  static let returnItemCollectionMetrics = Trait.values(["SIZE", "NONE"])
  static let returnValues = Trait.values(["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"])
  static let returnValuesOnConditionCheckFailure = Trait.values(["ALL_OLD", "NONE"])
  static let select = Trait.values([
    "SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES",
  ])
  static let conditionalOperator = Trait.values(["OR", "AND"])
  static let comparisonOperator = Trait.values(ComparisonOperator.allCases.map(\.rawValue))
  static let names = Trait.mapped([attributeNameLength])
}
