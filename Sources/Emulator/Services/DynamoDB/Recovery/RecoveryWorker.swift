import Protocols
import Runtime
import Storage

/// Copies tables into backups, and backups and pasts into tables, in pages.
extension DynamoDBService {
  func startRecovering() {
    setting.workers.spawn("dynamodb recovery") { [self] in
      do {
        while true {
          while await setting.cloud.step({ [self] () throws(AWSError) -> Bool in try recoveryStep() }) == true {}
          try await recoverySignal.wait()
        }
      } catch {
        // The server ends.
      }
    }
  }

  private func recoveryStep() throws(AWSError) -> Bool {
    if let copy = try recovery.nextCopy() {
      try perform(copy)
      return true
    }
    for restore in recovery.restores.values where restore.filledTo != nil {
      try perform(restore)
      return true
    }
    return try recovery.journal.sweep(now: Int(setting.clock.milliseconds)) { recovery.isJournalled($0) }
  }

  private func perform(_ copy: RecoveryStore.Copy) throws(AWSError) {
    let backup = copy.backup
    guard let table = store.tables.values.first(where: { $0.id == backup.tableID }) else {
      // The table went before it was copied: there is no backup of it.
      try store.rows.drop(space: backup.space)
      try recovery.delete(backup)
      store.round.afterCommit { [self] in sweep() }
      return
    }
    let page = try recovery.journal.page(ofTable: table.id, after: copy.entry, from: copy.filledTo)
    let prefix = ItemKey.prefix(ofSpace: backup.space)
    var bytes = 0
    for (key, item) in page.items {
      try store.rows.putEntry(item, prefix + key.dropFirst(prefix.count))
      bytes += ItemSize.of(item)
    }
    store.rows.adjust(space: backup.space, items: page.items.count, bytes: bytes)
    try recovery.copied(backup, to: page.next)
    if page.next == nil { try refollow(table) }
  }

  private func perform(_ restore: Restore) throws(AWSError) {
    var restore = restore
    guard let table = store.tables.values.first(where: { $0.id == restore.tableID }) else {
      try recovery.forget(tableID: restore.tableID)
      return
    }
    if restore.entry != nil, !store.tables.values.contains(where: { $0.id == restore.source }) {
      // The source went before it was copied: there is no table of its past.
      try endFollowing(table, now: Int(setting.clock.milliseconds))
      try store.delete(table)
      store.round.afterCommit { [self] in sweep() }
      return
    }
    let page: ChangeJournal.Page
    if let entry = restore.entry {
      page = try recovery.journal.page(ofTable: restore.source, after: entry, from: restore.filledTo)
    } else {
      var range = KeyRange(space: restore.source)
      if let start = restore.filledTo { range.lower = start }
      let rows = try store.rows.page(range, limit: ChangeJournal.page)
      page = ChangeJournal.Page(
        items: rows, next: rows.count < ChangeJournal.page ? nil : rows.last.map { ItemKey.after($0.key) })
    }
    var write = TableWrite(table, store, at: setting.clock.now, by: .filling)
    for (_, item) in page.items {
      let key = try ItemKey.ofItem(item, in: table)
      try write.put(item, key, replacing: try write.row(key))
    }
    try write.finish()
    restore.filledTo = page.next
    try recovery.set(restore)
  }
}
