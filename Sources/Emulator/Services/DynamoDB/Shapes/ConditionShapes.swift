import Protocols

/// Of Expected.
enum ExpectedAttributeValue: StructureShape {
  static let value = Member<ReceivedValue>("Value")
  static let exists = Member<Bool>("Exists")
  static let comparisonOperator = Member<String>("ComparisonOperator", DynamoDBTraits.comparisonOperator)
  static let attributeValueList = Member<[ReceivedValue]>("AttributeValueList")
  static let shape = structure(
    "ExpectedAttributeValue", attributeValueList, comparisonOperator, exists, value)
}

/// Of KeyConditions, QueryFilter and ScanFilter.
enum FilterCondition: StructureShape {
  static let attributeValueList = Member<[ReceivedValue]>("AttributeValueList")
  static let comparisonOperator = Required<String>("ComparisonOperator", DynamoDBTraits.comparisonOperator)
  static let shape = structure("Condition", attributeValueList, comparisonOperator)
}

/// Of AttributeUpdates.
enum AttributeValueUpdate: StructureShape {
  static let value = Member<ReceivedValue>("Value")
  static let action = Member<String>("Action", .values(["ADD", "PUT", "DELETE"]))
  static let shape = structure("AttributeValueUpdate", action, value)
}
