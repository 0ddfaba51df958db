import Protocols
import Runtime
import Storage

/// What a restore may have otherwise than its source.
struct RestoreOverrides {
  var billingMode: String?
  var globalIndexes: [Values<GlobalSecondaryIndex>]?
  var localIndexes: [Values<LocalSecondaryIndex>]?
  var throughput: Values<ProvisionedThroughput>?
  var onDemand: Values<OnDemandThroughput>?
  var encryption: Values<SSESpecification>?

  func check() throws(AWSError) {
    if let throughput { try ThroughputRules.check(throughput) }
    if let encryption { try EncryptionRules.check(encryption) }
    if billingMode == "PAY_PER_REQUEST" && throughput != nil {
      throw AWSError.parameters(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
    }
  }

  /// The source's indexes that the new table has: all, or those that are named.
  private func indexes(
    _ source: [Values<IndexDefinition>], isProvisioned: Bool
  ) throws(AWSError) -> [Values<IndexDefinition>] {
    var kept: [Values<IndexDefinition>] = []
    for index in source {
      var index = index
      index[IndexDefinition.insights] = nil
      let name = index[IndexDefinition.indexName]
      if index[IndexDefinition.isLocal] {
        if let localIndexes, !localIndexes.contains(where: { $0[LocalSecondaryIndex.indexName] == name }) { continue }
      } else {
        let named = globalIndexes?.first { $0[GlobalSecondaryIndex.indexName] == name }
        if globalIndexes != nil && named == nil { continue }
        if let asked = named?[GlobalSecondaryIndex.provisionedThroughput] {
          index[IndexDefinition.provisionedThroughput] = asked
        }
        if !isProvisioned { index[IndexDefinition.provisionedThroughput] = nil }
        if isProvisioned && !index.has(IndexDefinition.provisionedThroughput) {
          throw AWSError.parameters("ProvisionedThroughput must be specified for index: \(name)")
        }
      }
      kept.append(index)
    }
    let known = Set(source.map { $0[IndexDefinition.indexName] })
    let asked =
      (globalIndexes ?? []).map { $0[GlobalSecondaryIndex.indexName] }
      + (localIndexes ?? []).map { $0[LocalSecondaryIndex.indexName] }
    for name in asked where !known.contains(name) {
      throw AWSError.validation("The index \(name) is not one of the source table: no index can be added by a restore")
    }
    return kept
  }

  func applied(
    to definition: Values<TableDefinition>, _ sourceIndexes: [Values<IndexDefinition>], _ request: RequestContext
  ) throws(AWSError) -> (definition: Values<TableDefinition>, indexes: [Values<IndexDefinition>]) {
    var out = definition
    if let throughput { out[TableDefinition.provisionedThroughput] = throughput }
    if billingMode == "PAY_PER_REQUEST" { out[TableDefinition.provisionedThroughput] = nil }
    if billingMode == "PROVISIONED" && !out.has(TableDefinition.provisionedThroughput) {
      throw AWSError.parameters("ProvisionedThroughput must be specified when BillingMode is PROVISIONED")
    }
    let isProvisioned = out.has(TableDefinition.provisionedThroughput)
    if !isProvisioned { out[TableDefinition.paidByRequestSince] = request.now }
    if let onDemand { out[TableDefinition.onDemandThroughput] = onDemand }
    if isProvisioned { out[TableDefinition.onDemandThroughput] = nil }
    if encryption != nil { out[TableDefinition.kmsKeyARN] = EncryptionRules.keyARN(encryption, request) }
    // Not restored: protection, replicas, insights, and whoever followed the source.
    out[TableDefinition.replicaSource] = nil
    out[TableDefinition.replicas] = nil
    out[TableDefinition.insights] = nil
    out[TableDefinition.deletionProtectionEnabled] = nil
    out[TableDefinition.isFollowed] = nil
    out[TableDefinition.deleted] = nil
    out[TableDefinition.throughputChanges] = nil
    let indexes = try indexes(sourceIndexes, isProvisioned: isProvisioned)
    let used = Set(
      (out[TableDefinition.keySchema] + indexes.flatMap { $0[IndexDefinition.keySchema] }).map {
        $0[KeySchemaElement.attributeName]
      })
    out[TableDefinition.attributeDefinitions] = out[TableDefinition.attributeDefinitions].filter {
      used.contains($0[AttributeDefinition.attributeName])
    }
    return (out, indexes)
  }
}

extension DynamoDBService {
  /// Makes the table of a restore or an import; it is CREATING until a worker has filled it.
  func makeTable(
    _ name: String, _ definition: Values<TableDefinition>, _ indexes: [Values<IndexDefinition>],
    _ request: RequestContext
  ) throws(AWSError) -> Table {
    if store.table(request.account, request.region, name) != nil {
      throw AWSError("TableAlreadyExistsException", "Table already exists: \(name)")
    }
    return try store.create(
      account: request.account, region: request.region, name: name, uuid: ids.uuid(),
      created: Int(request.now.milliseconds), definition, indexes: indexes)
  }

  static func noTable(_ name: String) -> AWSError {
    AWSError("TableNotFoundException", "Table not found: \(name)")
  }

  /// The table as backups and recovery name it when it is missing.
  func recoverableTable(_ reference: String, _ request: RequestContext) throws(AWSError) -> Table {
    do throws(AWSError) {
      try TableReference.check(reference)
      return try TableReference.subject(reference, request, self)
    } catch {
      if error.code != "ResourceNotFoundException" { throw error }
      throw Self.noTable(reference)
    }
  }
}
