import Protocols
import Runtime

/// Keeps the replicas of global tables (version 2019.11.21, eventual consistency) in step: new ones are filled from
/// another of their group, then every write goes from the region that took it to the others, in the order of the writes,
/// right after its commit.
///
/// The last writer wins: all regions' writes are numbered in one order, and an entry does not overwrite what its target
/// has written itself since.
extension DynamoDBService {
  /// Entries that one step brings to their targets: an item has 0.4 MB at the most.
  private static let entriesAtOnce = 20
  /// What one step of filling copies at the most, give or take an item.
  private static let fillBytes = 1 << 20

  func startReplicating() {
    setting.workers.spawn("dynamodb replication") { [self] in
      do {
        while true {
          while await setting.cloud.step({ [self] () throws(AWSError) -> Bool in try replicate() }) == true {}
          try await replicationSignal.wait()
        }
      } catch {
        // The server ends.
      }
    }
  }

  /// The other replicas of the table's group, the oldest first.
  func replicas(of table: Table) -> [Table] {
    if table.replicas.isEmpty { return [] }
    return table.replicas.compactMap { store.table(table.account, $0, table.name) }
      .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
  }

  /// One step; false when nothing is left to do.
  private func replicate() throws(AWSError) -> Bool {
    if let filling = store.tables.values.first(where: { $0.definition.has(TableDefinition.replicaFilledTo) }) {
      try fillPage(of: filling)
      return true
    }
    let entries = try replication.waiting(limit: Self.entriesAtOnce)
    for entry in entries {
      try apply(entry)
      try replication.remove(entry)
    }
    let passed = entries.count < Self.entriesAtOnce ? Int.max : entries[entries.count - 1].id
    for table in store.tables.values {
      if let after = table.definition[TableDefinition.replicaActiveAfter], after <= passed { try activate(table) }
    }
    return !entries.isEmpty
  }

  // MARK: Entries

  private func apply(_ entry: ReplicationStore.Entry) throws(AWSError) {
    // A table that is gone has no one to write for.
    guard let source = store.tables.values.first(where: { $0.id == entry.tableID }) else { return }
    for target in replicas(of: source) where target.deleted == nil {
      let key = ItemKey.moved(entry.key, to: target)
      if try replication.isWritten(key, after: entry.id) { continue }
      try write(entry.item, key, target)
    }
  }

  private func write(_ item: Item?, _ key: [UInt8], _ target: Table) throws(AWSError) {
    var write = TableWrite(target, store, at: setting.clock.now, by: .replication)
    let old = try write.row(key)
    if let item {
      if old?.item == item { return }
      try write.put(item, key, replacing: old)
    } else if let old {
      try write.delete(old, key)
    }
    try write.finish()
  }

  // MARK: New replicas

  /// The stream of a new replica begins when it is filled.
  private func fillPage(of table: Table) throws(AWSError) {
    let filled = table.definition[TableDefinition.replicaFilledTo]?.bytes ?? []
    var definition = table.definition
    var isDone = true
    if let source = replicas(of: table).first(where: { !$0.isFillingReplica }) {
      var range = KeyRange(space: source.id)
      if !filled.isEmpty { range.lower = ItemKey.after(ItemKey.moved(filled, to: source)) }
      let (page, isLast) = try store.rows.page(range, bytes: Self.fillBytes)
      var write = TableWrite(table, store, at: setting.clock.now, by: .replication)
      for row in page {
        let key = ItemKey.moved(row.key, to: table)
        try write.put(row.item, key, replacing: try write.row(key))
      }
      try write.finish()
      isDone = isLast
      if let last = page.last { definition[TableDefinition.replicaFilledTo] = Blob(last.key) }
    }
    if isDone {
      // Writes of the time of filling still come after it.
      definition[TableDefinition.replicaFilledTo] = nil
      definition[TableDefinition.replicaActiveAfter] = try replication.last()
    }
    try store.replace(table, definition: definition)
  }

  private func activate(_ table: Table) throws(AWSError) {
    var definition = table.definition
    definition[TableDefinition.replicaActiveAfter] = nil
    let active = try store.replace(table, definition: definition)
    let view = replicas(of: active).lazy.compactMap { self.streams.recording[$0.id]?.viewType }.first
    if streams.recording[active.id] == nil {
      _ = try streams.enable(active, view ?? .both, now: Int(setting.clock.milliseconds))
    }
    try refollow(active)
  }
}

extension ItemKey {
  /// The key of the same item in another table of the same key schema.
  static func moved(_ key: [UInt8], to table: Table) -> [UInt8] { prefix(ofSpace: table.id) + key[hashOffset...] }
}
