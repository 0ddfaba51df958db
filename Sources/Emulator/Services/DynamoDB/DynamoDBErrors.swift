import Protocols

/// DynamoDB's errors with AWS's sentences.
extension AWSError {
  static let tableNotFound = AWSError("ResourceNotFoundException", "Requested resource not found")

  static func tableNotFound(_ name: String) -> AWSError {
    AWSError("ResourceNotFoundException", "Requested resource not found: Table: \(name) not found")
  }

  static func tableExists(_ name: String) -> AWSError {
    AWSError("ResourceInUseException", "Table already exists: \(name)")
  }

  static func limit(_ message: String) -> AWSError {
    AWSError("LimitExceededException", "Subscriber limit exceeded: \(message)")
  }

  /// `what` is `table` or `index i`, `place` `the table` or `the index`.
  static func unchangedThroughput(_ what: String, _ place: String, _ throughput: Table.Throughput) -> AWSError {
    .validation(
      "The provisioned throughput for the \(what) will not change. The requested value equals the current value. "
        + "Current ReadCapacityUnits provisioned for \(place): \(throughput.read). Requested ReadCapacityUnits: "
        + "\(throughput.read). Current WriteCapacityUnits provisioned for \(place): \(throughput.write). Requested "
        + "WriteCapacityUnits: \(throughput.write). Refer to the Amazon DynamoDB Developer Guide for current limits "
        + "and how to request higher limits.")
  }

  /// `index` nil: the table's own units are used up.
  static func throttled(_ table: Table, _ index: SecondaryIndex?, _ kind: Throttle.Kind) -> AWSError {
    let isProvisioned = table.throughput != nil
    let limit = isProvisioned ? "ProvisionedThroughputExceeded" : "MaxOnDemandThroughputExceeded"
    let reason = Values<ThrottlingReason>.with {
      $0[ThrottlingReason.reason] = (index == nil ? "Table" : "Index") + kind.rawValue + limit
      $0[ThrottlingReason.resource] = index.map { table.arn + "/index/" + $0.name } ?? table.arn
    }
    if !isProvisioned {
      let details = Values<ThrottlingException>.with { $0[ThrottlingException.throttlingReasons] = [reason] }
      return AWSError(
        "ThrottlingException", "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
        details: details.structure)
    }
    let details = Values<ProvisionedThroughputExceededException>.with {
      $0[ProvisionedThroughputExceededException.throttlingReasons] = [reason]
    }
    return AWSError(
      "ProvisionedThroughputExceededException",
      index == nil
        ? "The level of configured provisioned throughput for the table was exceeded. Consider increasing your "
          + "provisioning level with the UpdateTable API."
        : "The level of configured provisioned throughput for one or more global secondary indexes of the table was "
          + "exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes "
          + "with the UpdateTable API",
      details: details.structure)
  }

  /// Of no table in particular: what a fault answers.
  static let throttled = AWSError(
    "ProvisionedThroughputExceededException",
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning "
      + "level with the UpdateTable API.")

  static let deletionProtected = AWSError.validation(
    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")

  /// `item` is shown when ReturnValuesOnConditionCheckFailure asks for it.
  static func conditionFailed(_ item: Item?) -> AWSError {
    var details: Structure?
    if let item {
      let values = Values<ConditionalCheckFailedException>.with { $0[ConditionalCheckFailedException.item] = item }
      details = values.structure
    }
    return AWSError("ConditionalCheckFailedException", "The conditional request failed", details: details)
  }

  /// `reasons` in the order of the transaction's actions; nil for those that nothing is wrong with.
  static func cancelled(_ reasons: [AWSError?]) -> AWSError {
    let all = reasons.map { reason in
      Values<CancellationReason>.with { out in
        guard let reason else {
          out[CancellationReason.code] = "None"
          return
        }
        out[CancellationReason.code] = CancellationReason.code(of: reason)
        out[CancellationReason.message] = reason.message
        if let details = reason.details {
          out[CancellationReason.item] =
            Values<ConditionalCheckFailedException>(details)[ConditionalCheckFailedException.item]
        }
      }
    }
    let codes = all.map { $0[CancellationReason.code] ?? "" }.joined(separator: ", ")
    let details = Values<TransactionCanceledException>.with {
      $0[TransactionCanceledException.cancellationReasons] = all
    }
    // The only error of DynamoDB whose shape spells Message with a capital.
    return AWSError(
      "TransactionCanceledException",
      "Transaction cancelled, please refer cancellation reasons for specific reasons [\(codes)]",
      details: details.structure)
  }

  /// Another transaction is at work on the item: here only where a fault says so, since one operation follows the other.
  static let transactionConflict = AWSError(
    "TransactionConflictException", "Transaction is ongoing for the item")

  /// The words for an error that a fault names. A transaction is cancelled, with its first item as the one to blame.
  static func fault(_ code: String, _ operation: String, _ input: Structure) -> AWSError? {
    let reason: AWSError
    switch code {
    case "TransactionConflict", "TransactionConflictException": reason = .transactionConflict
    case "ProvisionedThroughputExceededException": reason = .throttled
    case "ConditionalCheckFailedException": reason = .conditionFailed(nil)
    default: return nil
    }
    let actions =
      switch operation {
      case "TransactWriteItems":
        Values<TransactWriteItems.Input>(input)[TransactWriteItems.Input.transactItems].count
      case "TransactGetItems": Values<TransactGetItems.Input>(input)[TransactGetItems.Input.transactItems].count
      case "ExecuteTransaction":
        Values<ExecuteTransaction.Input>(input)[ExecuteTransaction.Input.transactStatements].count
      default: 0
      }
    return actions == 0 ? reason : .cancelled([reason] + [AWSError?](repeating: nil, count: actions - 1))
  }

  static let mismatchedToken = AWSError(
    "IdempotentParameterMismatchException",
    "The provided client token was already used with different parameters.")

  /// The newer form that PutItem and UpdateItem give to what is wrong with a request by itself (recorded from AWS).
  static func validationDetected(_ message: String) -> AWSError {
    .validation("1 validation error detected: " + message)
  }

  static func parameters(_ message: String) -> AWSError {
    .validation("One or more parameter values were invalid: " + message)
  }

  // MARK: Keys

  static let keyMismatch = AWSError.validation("The provided key element does not match the schema")
  static let partitionKeySize = AWSError.parameters(
    "Size of hashkey has exceeded the maximum size limit of2048 bytes")
  static let sortKeySize = AWSError.parameters(
    "Aggregated size of all range keys has exceeded the size limit of 1024 bytes")

  static func missingKey(_ name: String) -> AWSError { .parameters("Missing the key \(name) in the item") }

  static func keyType(_ name: String, _ expected: String, _ actual: String) -> AWSError {
    .parameters("Type mismatch for key \(name) expected: \(expected) actual: \(actual)")
  }

  static func emptyKey(_ name: String, _ type: String) -> AWSError {
    .validation(
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
        + "\(type) value. Key: \(name)")
  }

  static func indexKeyType(_ name: String, _ expected: String, _ actual: String, _ index: String) -> AWSError {
    .parameters("Type mismatch for Index Key \(name) Expected: \(expected) Actual: \(actual) IndexName: \(index)")
  }

  static func emptyIndexKey(_ name: String, _ type: String, _ index: String) -> AWSError {
    .validation(
      "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
        + "The AttributeValue for a key attribute cannot contain an empty \(type) value. IndexName: \(index), "
        + "IndexKey: \(name)")
  }

  static func keyUpdate(_ name: String) -> AWSError {
    .parameters("Cannot update attribute \(name). This attribute is part of the key")
  }

  static func keyNotScalar(_ name: String) -> AWSError {
    .validation(
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: \(name)")
  }

  static let duplicateKeys = AWSError.validation("Provided list of item keys contains duplicates")

  // MARK: Items

  static let itemSize = AWSError.validation("Item size has exceeded the maximum allowed size")
  static let updatedItemSize = AWSError.validation("Item size to update has exceeded the maximum allowed size")
  static let nestingLevels = AWSError.validation(
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit")

  // MARK: Query and Scan

  /// Of a query that finds one item at the most: there is nothing to go on with.
  static func exclusiveStartKey(_ key: Item) -> AWSError {
    let shown = key.attributes.entries.map { entry in
      "\(String(decoding: entry.name, as: UTF8.self))=AttributeValue: \(entry.value.shown)"
    }
    return .validation(
      "The provided exclusive start key is invalid: ExclusiveStartKey: {\(shown.joined(separator: ", "))}")
  }

  static func startKey(_ message: String? = nil) -> AWSError {
    .validation("The provided starting key is invalid" + (message.map { ": " + $0 } ?? ""))
  }
}
