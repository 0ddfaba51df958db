package import Protocols
package import Runtime
package import Storage

/// Amazon DynamoDB (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/Welcome.html), on one page: what it is
/// on the wire, what it can do, who sweeps behind it.
///
/// `@unchecked Sendable`: only the Loop touches it; the sweep comes back to the Loop through `Cloud`.
package final class DynamoDBService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "dynamodb", title: "DynamoDB", model: "dynamodb/2012-08-10", signingName: "dynamodb",
    targetPrefix: "DynamoDB_20120810", rpcServiceName: "DynamoDB_20120810",
    protocols: [.awsJSON(version: "1.0"), .rpcV2CBOR], errorPrefix: "com.amazonaws.dynamodb.v20120810",
    internalCode: "InternalServerError", bodyLimit: 16 << 20, throttled: AWSError.throttled, fault: AWSError.fault)

  package static let unbuilt: [UnbuiltOperation] = []

  package var operations: [OperationEntry] {
    [
      OperationEntry(BatchExecuteStatement.self, on: self),
      OperationEntry(BatchGetItem.self, on: self),
      OperationEntry(BatchWriteItem.self, on: self),
      OperationEntry(CreateBackup.self, on: self),
      OperationEntry(CreateGlobalTable.self, on: self),
      OperationEntry(CreateTable.self, on: self),
      OperationEntry(DeleteBackup.self, on: self),
      OperationEntry(DeleteItem.self, on: self),
      OperationEntry(DeleteResourcePolicy.self, on: self),
      OperationEntry(DeleteTable.self, on: self),
      OperationEntry(DescribeBackup.self, on: self),
      OperationEntry(DescribeContinuousBackups.self, on: self),
      OperationEntry(DescribeContributorInsights.self, on: self),
      OperationEntry(DescribeEndpoints.self, on: self),
      OperationEntry(DescribeExport.self, on: self),
      OperationEntry(DescribeGlobalTable.self, on: self),
      OperationEntry(DescribeGlobalTableSettings.self, on: self),
      OperationEntry(DescribeImport.self, on: self),
      OperationEntry(DescribeKinesisStreamingDestination.self, on: self),
      OperationEntry(DescribeLimits.self, on: self),
      OperationEntry(DescribeTable.self, on: self),
      OperationEntry(DescribeTableReplicaAutoScaling.self, on: self),
      OperationEntry(DescribeTimeToLive.self, on: self),
      OperationEntry(DisableKinesisStreamingDestination.self, on: self),
      OperationEntry(EnableKinesisStreamingDestination.self, on: self),
      OperationEntry(ExecuteStatement.self, on: self),
      OperationEntry(ExecuteTransaction.self, on: self),
      OperationEntry(ExportTableToPointInTime.self, on: self),
      OperationEntry(GetItem.self, on: self),
      OperationEntry(GetResourcePolicy.self, on: self),
      OperationEntry(ImportTable.self, on: self),
      OperationEntry(ListBackups.self, on: self),
      OperationEntry(ListContributorInsights.self, on: self),
      OperationEntry(ListExports.self, on: self),
      OperationEntry(ListGlobalTables.self, on: self),
      OperationEntry(ListImports.self, on: self),
      OperationEntry(ListTables.self, on: self),
      OperationEntry(ListTagsOfResource.self, on: self),
      OperationEntry(PutItem.self, on: self),
      OperationEntry(PutResourcePolicy.self, on: self),
      OperationEntry(Query.self, on: self),
      OperationEntry(RestoreTableFromBackup.self, on: self),
      OperationEntry(RestoreTableToPointInTime.self, on: self),
      OperationEntry(Scan.self, on: self),
      OperationEntry(TagResource.self, on: self),
      OperationEntry(TransactGetItems.self, on: self),
      OperationEntry(TransactWriteItems.self, on: self),
      OperationEntry(UntagResource.self, on: self),
      OperationEntry(UpdateContinuousBackups.self, on: self),
      OperationEntry(UpdateContributorInsights.self, on: self),
      OperationEntry(UpdateGlobalTable.self, on: self),
      OperationEntry(UpdateGlobalTableSettings.self, on: self),
      OperationEntry(UpdateItem.self, on: self),
      OperationEntry(UpdateKinesisStreamingDestination.self, on: self),
      OperationEntry(UpdateTable.self, on: self),
      OperationEntry(UpdateTableReplicaAutoScaling.self, on: self),
      OperationEntry(UpdateTimeToLive.self, on: self),
    ]
  }

  let store: DynamoDBStore
  let tokens: TransactionTokens
  let streams: StreamStore
  let streamFollowers = StreamFollowers()
  let resources: ResourceStore
  let transfers: TransferStore
  let transferSignal = Signal()
  let recovery: RecoveryStore
  let recoverySignal = Signal()
  let destinations: DestinationStore
  let destinationSignal = Signal()
  let replication: ReplicationStore
  let replicationSignal = Signal()
  let expirations: ExpirationStore
  let expirationSignal = Signal()
  /// When the worker that deletes expired items looks next, in milliseconds.
  var nextExpiration: Int64?
  var expirationTimer: Int?
  let setting: ServiceSetting
  /// Milliseconds that a table takes to be made, changed or deleted.
  let delay: Int64
  var ids = IDs()
  private var follower: ChangeFollower?
  private var isSweeping = false
  private var isFilling = false
  /// A table was marked while a sweep ran.
  private var isMarked = false

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    store = try DynamoDBStore(database)
    tokens = TransactionTokens(database)
    streams = try StreamStore(database)
    resources = try ResourceStore(database)
    expirations = try ExpirationStore(database)
    destinations = try DestinationStore(database)
    replication = try ReplicationStore(database)
    recovery = try RecoveryStore(database, store.rows)
    transfers = try TransferStore(database)
    self.setting = setting
    delay = Int64(setting.configuration.dynamoDBDelay)
    let follower = ChangeFollower(self)
    self.follower = follower
    store.follower = follower
    if setting.configuration.dynamoDBThrottles { store.throttle = Throttle(store.round) }
  }

  package func start() {
    sweep()
    fillIndexes()
    for table in store.tables.values { if let deleted = table.deleted { deleteLater(table, deleted) } }
    scheduleUpkeep()
    startExpiring()
    startDelivering()
    startReplicating()
    startRecovering()
    startTransferring()
  }

  package func reset(account: String?) throws(AWSError) {
    for table in store.tables.values where account == nil || table.account == account {
      try endFollowing(table, now: Int(setting.clock.milliseconds))
    }
    try store.deleteTables(of: account)
    try streams.forget(account: account)
    try transfers.forget(account: account)
    for backup in try recovery.allBackups() where account == nil || backup.account == account {
      try recovery.delete(backup)
      try store.rows.drop(space: backup.space)
    }
    store.round.afterCommit { [self] in
      sweep()
      expirationSignal.raise()
      replicationSignal.raise()
    }
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { [("tables", store.tables.count)] }

  // MARK: Tables that take their time

  func status(of table: Table, _ now: Timestamp) -> TableStatus {
    isFilling(table) ? .creating : TableStatus.of(table, delay: delay, now: now)
  }

  /// Deletes the table, at once or after its delay.
  func delete(_ table: Table, _ now: Timestamp) throws(AWSError) {
    if delay == 0 {
      try store.delete(table)
      store.round.afterCommit { [self] in sweep() }
      return
    }
    var definition = table.definition
    definition[TableDefinition.deleted] = now
    let marked = try store.replace(table, definition: definition)
    store.round.afterCommit { [self] in deleteLater(marked, now) }
  }

  private func deleteLater(_ table: Table, _ deleted: Timestamp) {
    setting.workers.at(milliseconds: deleted.milliseconds + delay) { [self] in
      setting.workers.spawn("dynamodb table deletion") { [self] in
        _ = await setting.cloud.step { [self] () throws(AWSError) in
          guard let present = store.table(table.account, table.region, table.name), present.id == table.id else {
            return
          }
          try store.delete(present)
          store.round.afterCommit { [self] in sweep() }
        }
      }
    }
  }

  // MARK: Filling new indexes from their tables, in pages

  /// Called after the commit that made an index. One worker fills at a time; it ends when nothing is left to fill.
  func fillIndexes() {
    if isFilling { return }
    isFilling = true
    setting.workers.spawn("dynamodb index filling") { [self] in
      while await setting.cloud.step({ [self] () throws(AWSError) -> Bool in try fillPage() }) == true {}
      setting.cloud.loop.post { [self] in
        isFilling = false
        if store.tables.values.contains(where: { $0.indexes.contains(where: \.isFilling) }) { fillIndexes() }
      }
    }
  }

  /// What one step of filling reads at the most, give or take an item.
  private static let fillBytes = 1 << 20

  /// Enters one page of a table into an index; false when no index is left to fill.
  private func fillPage() throws(AWSError) -> Bool {
    for table in store.tables.values {
      guard let index = table.indexes.first(where: \.isFilling), let filled = index.filledTo else { continue }
      var range = KeyRange(space: table.id)
      if !filled.isEmpty { range.lower = ItemKey.after(filled) }
      let (page, isDone) = try store.rows.page(range, bytes: Self.fillBytes)
      var write = IndexWrite(index)
      for row in page { try write.fill(row.key, row.item, store.rows) }
      store.rows.adjust(space: index.id, items: write.items, bytes: write.bytes)
      try store.replace(
        index, of: table, definition: index.definition, filledTo: isDone ? nil : page[page.count - 1].key)
      return true
    }
    return false
  }

  // MARK: Sweeping: items of deleted tables go in pages

  /// Called after the commit that marked a table. One sweep runs at a time; what is marked meanwhile is swept after it.
  func sweep() {
    isMarked = true
    if isSweeping { return }
    isSweeping = true
    isMarked = false
    setting.workers.spawn("dynamodb sweep") { [self] in
      while await sweepPage() == true {}
      setting.cloud.loop.post { [self] in
        isSweeping = false
        if isMarked { sweep() }
      }
    }
  }

  private func sweepPage() async -> Bool? {
    await setting.cloud.step { [self] () throws(AWSError) -> Bool in try store.rows.sweep() }
  }

  // MARK: Upkeep: what ends by the clock alone

  private static let upkeepInterval: Int64 = 60_000

  /// Every minute of the emulator's clock: shards whose time is over are closed, records past theirs go in pages.
  private func scheduleUpkeep() {
    setting.workers.at(milliseconds: setting.clock.milliseconds + DynamoDBService.upkeepInterval) { [self] in
      setting.workers.spawn("dynamodb upkeep") { [self] in
        _ = await setting.cloud.step { [self] () throws(AWSError) -> Bool in
          try streams.rollShards(now: Int(setting.clock.milliseconds)) { stream in changed(stream) }
          recoverySignal.raise()
          return true
        }
        while await upkeepPage() == true {}
        setting.cloud.loop.post { [self] in scheduleUpkeep() }
      }
    }
  }

  private func upkeepPage() async -> Bool? {
    await setting.cloud.step { [self] () throws(AWSError) -> Bool in
      if try destinations.sweep() { return true }
      return try streams.sweep(now: Int(setting.clock.milliseconds))
    }
  }

  /// Wakes those who read the stream from inside, once the round is committed.
  func changed(_ stream: TableStream) {
    guard streamFollowers.isFollowed(stream.arn) else { return }
    store.round.afterCommit { [self] in streamFollowers.wake(stream.arn) }
  }
}
