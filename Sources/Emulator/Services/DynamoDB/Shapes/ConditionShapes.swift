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

/// The error's members beside its message.
enum ConditionalCheckFailedException: StructureShape {
  static let item = Member<Item>("Item")
  static let shape = structure("ConditionalCheckFailedException", item)
}

enum CancellationReason: StructureShape {
  static let item = Member<Item>("Item")
  static let code = Member<String>("Code")
  static let message = Member<String>("Message")
  static let shape = structure("CancellationReason", code, item, message)

  /// What an error is called among the reasons.
  static func code(of error: AWSError) -> String {
    switch error.code {
    case "ConditionalCheckFailedException": "ConditionalCheckFailed"
    case "ProvisionedThroughputExceededException": "ProvisionedThroughputExceeded"
    case "ThrottlingException": "ThrottlingError"
    case "ItemCollectionSizeLimitExceededException": "ItemCollectionSizeLimitExceeded"
    default: "ValidationError"
    }
  }
}

/// The error's members beside its message.
enum TransactionCanceledException: StructureShape {
  static let cancellationReasons = Member<[Values<CancellationReason>]>("CancellationReasons")
  static let shape = structure("TransactionCanceledException", cancellationReasons)
}
