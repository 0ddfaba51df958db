import Protocols

// The members of errors beside their messages.

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
    case "DuplicateItemException": "DuplicateItem"
    case "TransactionConflictException": "TransactionConflict"
    default: "ValidationError"
    }
  }
}

enum TransactionCanceledException: StructureShape {
  static let cancellationReasons = Member<[Values<CancellationReason>]>("CancellationReasons")
  static let shape = structure("TransactionCanceledException", cancellationReasons)
}

enum ThrottlingReason: StructureShape {
  /// `TableReadProvisionedThroughputExceeded`: resource, operation and limit in one word.
  static let reason = Member<String>("reason")
  static let resource = Member<String>("resource")
  static let shape = structure("ThrottlingReason", reason, resource)
}

enum ProvisionedThroughputExceededException: StructureShape {
  static let throttlingReasons = Member<[Values<ThrottlingReason>]>("ThrottlingReasons")
  static let shape = structure("ProvisionedThroughputExceededException", throttlingReasons)
}

enum ThrottlingException: StructureShape {
  static let throttlingReasons = Member<[Values<ThrottlingReason>]>("throttlingReasons")
  static let shape = structure("ThrottlingException", throttlingReasons)
}
