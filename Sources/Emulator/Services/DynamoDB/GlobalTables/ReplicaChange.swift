import Protocols
import Runtime
import Storage

/// UpdateTable's ReplicaUpdates: one replica made, changed or deleted. Rules, their order and their sentences are AWS's
/// (recorded from AWS in 2026, version 2019.11.21).
enum ReplicaChange {
  typealias Create = CreateReplicationGroupMemberAction
  typealias Update = UpdateReplicationGroupMemberAction
  typealias Delete = DeleteReplicationGroupMemberAction

  /// Where global tables are; other names are refused.
  private static let regions = [
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1",
    "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1",
    "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
  ]
  /// How long a replica that others were made from must stay beside them, in milliseconds.
  private static let sourceTime = 86_400_000

  // MARK: Rules that need no table

  static func check(_ updates: [Values<ReplicationGroupUpdate>], _ request: RequestContext) throws(AWSError) {
    var kinds: Set<String> = []
    var made: Set<String> = []
    for update in updates {
      let create = update[ReplicationGroupUpdate.create]
      let change = update[ReplicationGroupUpdate.update]
      let delete = update[ReplicationGroupUpdate.delete]
      if let create {
        kinds.insert("Create")
        made.insert(create[Create.regionName])
      }
      if let change {
        if !isAsking(change) { throw noActions }
        kinds.insert("Update")
      }
      if let delete {
        kinds.insert("Delete")
        made.insert(delete[Delete.regionName])
      }
      if create == nil && change == nil && delete == nil { throw noActions }
    }
    if kinds.count > 1 {
      throw AWSError.validation("Update table operation with more than one type of replica actions not allowed.")
    }
    if made.count > 1 {
      throw AWSError.validation(
        "Update table operation with more than one create or delete replica actions not allowed")
    }
    for update in updates {
      let region = region(update)
      if region == request.region {
        if update.has(ReplicationGroupUpdate.update) { continue }
        throw AWSError.validation(
          "Cannot add or delete the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable "
            + "as required.")
      }
      if !regions.contains(region) {
        throw AWSError.validation(
          "Region \(region) is not supported. The latest version of global tables are only supported in the following "
            + "regions: [\(regions.joined(separator: ", "))]")
      }
    }
  }

  private static let noActions = AWSError.validation(
    "There are no actions specified in the Replica Update Action of the request.")

  private static func isAsking(_ change: Values<Update>) -> Bool {
    if change.has(Update.asked.kmsMasterKeyID) || change.has(Update.asked.tableClassOverride)
      || change.has(Update.asked.provisionedThroughputOverride) || change.has(Update.asked.onDemandThroughputOverride)
    {
      return true
    }
    return (change[Update.asked.globalSecondaryIndexes] ?? []).contains {
      $0.has(ReplicaGlobalSecondaryIndex.provisionedThroughputOverride)
        || $0.has(ReplicaGlobalSecondaryIndex.onDemandThroughputOverride)
    }
  }

  private static func region(_ update: Values<ReplicationGroupUpdate>) -> String {
    update[ReplicationGroupUpdate.create]?[Create.regionName]
      ?? update[ReplicationGroupUpdate.update]?[Update.regionName]
      ?? update[ReplicationGroupUpdate.delete]?[Delete.regionName] ?? ""
  }

  // MARK: Doing it

  /// Gives the table as it is then.
  static func perform(
    _ updates: [Values<ReplicationGroupUpdate>], on table: Table, _ request: RequestContext,
    _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    let others = updates.filter { !$0.has(ReplicationGroupUpdate.create) }.map(region).filter {
      $0 != table.region && !table.replicas.contains($0)
    }
    if !others.isEmpty {
      throw AWSError.validation(
        "Update global table operation failed because one or more replicas were not part of the global table. Please "
          + "retry the request without these replicas: [\(others.joined(separator: ", "))].")
    }
    if let create = updates.lazy.compactMap({ $0[ReplicationGroupUpdate.create] }).first {
      return try make(create, from: table, request, service)
    }
    var changed = table
    for update in updates {
      let region = region(update)
      guard let replica = service.store.table(table.account, region, table.name) else { continue }
      if update.has(ReplicationGroupUpdate.delete) {
        try delete(replica, request, service)
        changed = service.store.table(table.account, table.region, table.name) ?? changed
      } else if let asked = update[ReplicationGroupUpdate.update] {
        let settled = try change(replica, by: asked, request, service)
        if region == table.region { changed = settled }
      }
    }
    return changed
  }

  // MARK: Create

  private static func make(
    _ asked: Values<Create>, from table: Table, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    let region = asked[Create.regionName]
    if service.store.table(table.account, region, table.name) != nil {
      throw AWSError.validation(
        "Failed to create a the new replica of table with name: ‘\(table.name)’ because one or more replicas already "
          + "existed as tables.")
    }
    // Provisioned writes would have to be scaled by Application Auto Scaling, which is not emulated.
    if table.throughput != nil { throw unscaled }
    let now = Int(request.now.milliseconds)
    var source = table
    if service.streams.recording[table.id] == nil {
      _ = try service.streams.enable(table, .both, now: now)
    }
    let others = service.replicas(of: table)
    let definition = try definition(of: asked, from: table, request)
    let replica = try service.store.create(
      account: table.account, region: region, name: table.name, uuid: service.ids.uuid(), created: now, definition,
      indexes: indexes(of: asked, from: table))
    if let attribute = service.expirations.attributes[table.id] {
      try service.expirations.enable(replica, attribute)
    }
    try service.refollow(replica)
    for member in [table] + others {
      var changed = member.definition
      changed[TableDefinition.replicas] = member.replicas + [region]
      let joined = try service.refollow(try service.store.replace(member, definition: changed))
      if member.id == table.id { source = joined }
    }
    service.store.round.afterCommit { service.replicationSignal.raise() }
    return source
  }

  static let unscaled = AWSError.validation("Table write capacity should either be Pay-Per-Request or AutoScaled.")
  private static let keyForEach = AWSError.parameters("KMSMasterKeyId must be specified for each replica.")

  private static func definition(
    of asked: Values<Create>, from table: Table, _ request: RequestContext
  ) throws(AWSError) -> Values<TableDefinition> {
    var out = Values<TableDefinition>()
    let source = table.definition
    out[TableDefinition.attributeDefinitions] = source[TableDefinition.attributeDefinitions]
    out[TableDefinition.keySchema] = source[TableDefinition.keySchema]
    out[TableDefinition.paidByRequestSince] = source[TableDefinition.paidByRequestSince] ?? request.now
    out[TableDefinition.tableClass] = asked[Create.asked.tableClassOverride] ?? source[TableDefinition.tableClass]
    out[TableDefinition.onDemandThroughput] = try overridden(
      source[TableDefinition.onDemandThroughput], by: asked[Create.asked.onDemandThroughputOverride])
    out[TableDefinition.warmThroughput] = source[TableDefinition.warmThroughput]
    out[TableDefinition.kmsKeyARN] = try key(asked, source[TableDefinition.kmsKeyARN], request)
    out[TableDefinition.replicas] = [table.region] + table.replicas
    out[TableDefinition.replicaSource] = table.region
    out[TableDefinition.replicaFilledTo] = Blob([])
    return out
  }

  private static func key(
    _ asked: Values<Create>, _ source: String?, _ request: RequestContext
  ) throws(AWSError) -> String? {
    let key = asked[Create.asked.kmsMasterKeyID]
    let managed = "alias/aws/dynamodb"
    guard let source else {
      if key != nil { throw keyForEach }
      return nil
    }
    let region = asked[Create.regionName]
    func arn(_ resource: String) -> String { "arn:aws:kms:\(region):\(request.account):\(resource)" }
    if source.hasSuffix(managed) {
      if let key, !key.hasSuffix(managed) { throw mixedKeys }
      return arn(managed)
    }
    guard let key else { throw keyForEach }
    if key.hasSuffix(managed) { throw mixedKeys }
    if !key.utf8.starts(with: "arn:".utf8) {
      return arn(key.utf8.starts(with: "alias/".utf8) ? key : "key/" + key)
    }
    let parts = key.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count < 6 || parts[3] != region[...] {
      throw AWSError.validation(
        "KMS validation error for region \(region): com.amazonaws.services.kms.model.NotFoundException: Invalid arn "
          + (parts.count > 3 ? String(parts[3]) : key))
    }
    return key
  }

  private static let mixedKeys = AWSError.parameters(
    "All replica keys must either be Customer Managed CMK or AWS Managed CMK.")

  private static func overridden(
    _ source: Values<OnDemandThroughput>?, by override: Values<OnDemandThroughputOverride>?, index: String? = nil
  ) throws(AWSError) -> Values<OnDemandThroughput>? {
    guard let units = override?[OnDemandThroughputOverride.maxReadRequestUnits] else { return source }
    let asked = Values<OnDemandThroughput>.with { $0[OnDemandThroughput.maxReadRequestUnits] = units }
    try ThroughputRules.check(asked, isProvisioned: false, index: index, clears: true)
    return ThroughputRules.changed(source, by: asked)
  }

  /// Overrides of indexes that the table has not are passed over, as AWS does.
  private static func indexes(
    of asked: Values<Create>, from table: Table
  ) throws(AWSError) -> [Values<IndexDefinition>] {
    var all: [Values<IndexDefinition>] = []
    for index in table.indexes {
      var definition = index.definition
      definition[IndexDefinition.insights] = nil
      let named = asked[Create.asked.globalSecondaryIndexes]?.first {
        $0[ReplicaGlobalSecondaryIndex.indexName] == index.name
      }
      definition[IndexDefinition.onDemandThroughput] = try overridden(
        definition[IndexDefinition.onDemandThroughput],
        by: named?[ReplicaGlobalSecondaryIndex.onDemandThroughputOverride], index: index.name)
      all.append(definition)
    }
    return all
  }

  // MARK: Update

  private static func change(
    _ replica: Table, by asked: Values<Update>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    if asked.has(Update.asked.kmsMasterKeyID) { throw keyForEach }
    let indexes = asked[Update.asked.globalSecondaryIndexes] ?? []
    if asked.has(Update.asked.provisionedThroughputOverride)
      || indexes.contains(where: { $0.has(ReplicaGlobalSecondaryIndex.provisionedThroughputOverride) })
    {
      throw AWSError.validation(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
    }
    var definition = replica.definition
    if let tableClass = asked[Update.asked.tableClassOverride] {
      definition[TableDefinition.tableClass] = tableClass
      definition[TableDefinition.tableClassChanged] = request.now
    }
    definition[TableDefinition.onDemandThroughput] = try overridden(
      definition[TableDefinition.onDemandThroughput], by: asked[Update.asked.onDemandThroughputOverride])
    var changed = try service.store.replace(replica, definition: definition)
    for each in indexes {
      let name = each[ReplicaGlobalSecondaryIndex.indexName]
      guard let index = changed.index(name), !index.isLocal else {
        throw AWSError("ResourceNotFoundException", "Requested resource not found: Index: \(name) not found")
      }
      var definition = index.definition
      definition[IndexDefinition.onDemandThroughput] = try overridden(
        definition[IndexDefinition.onDemandThroughput],
        by: each[ReplicaGlobalSecondaryIndex.onDemandThroughputOverride], index: name)
      changed = try service.store.replace(index, of: changed, definition: definition, filledTo: index.filledTo)
    }
    return changed
  }

  // MARK: Delete

  /// Deletes a replica with its table; DeleteTable in the replica's region does the same.
  static func delete(_ replica: Table, _ request: RequestContext, _ service: DynamoDBService) throws(AWSError) {
    if replica.definition[TableDefinition.deletionProtectionEnabled] ?? false {
      throw AWSError.validation(
        "Cannot delete table \(replica.name) in region \(replica.region) because it has deletion protection enabled. "
          + "Disable deletion protection first.")
    }
    try service.status(of: replica, request.now).checkActive(replica)
    let now = Int(request.now.milliseconds)
    let others = service.replicas(of: replica)
    let isSource = others.contains {
      $0.definition[TableDefinition.replicaSource] == replica.region && now < $0.created + sourceTime
    }
    if isSource {
      throw AWSError.validation(
        "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table "
          + "in the last 24 hours.")
    }
    for other in others {
      var definition = other.definition
      let left = other.replicas.filter { $0 != replica.region }
      definition[TableDefinition.replicas] = left.isEmpty ? nil : left
      if left.isEmpty { definition[TableDefinition.replicaSource] = nil }
      try service.refollow(try service.store.replace(other, definition: definition))
    }
    var alone = replica.definition
    alone[TableDefinition.replicas] = nil
    let leaving = try service.store.replace(replica, definition: alone)
    try service.endFollowing(leaving, now: now)
    try service.delete(leaving, request.now)
  }
}
