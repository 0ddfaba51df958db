import Protocols
import Storage

/// Backups, point-in-time recovery and restores. Loop only.
final class RecoveryStore {
  private static let schema = [
    ChangeJournal.schema + """
      CREATE TABLE dynamodb_recovery (table_id INTEGER PRIMARY KEY, since INTEGER NOT NULL, days INTEGER NOT NULL);
      CREATE TABLE dynamodb_backups (id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
        is_available INTEGER NOT NULL, items INTEGER NOT NULL, bytes INTEGER NOT NULL, table_name TEXT NOT NULL,
        table_id INTEGER NOT NULL, table_uuid TEXT NOT NULL, table_created INTEGER NOT NULL, definition BLOB NOT NULL,
        view_type TEXT, ttl_attribute TEXT, space INTEGER NOT NULL, entry INTEGER NOT NULL, filled_to BLOB);
      CREATE TABLE dynamodb_backup_indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, backup INTEGER NOT NULL,
        definition BLOB NOT NULL);
      CREATE TABLE dynamodb_restores (table_id INTEGER PRIMARY KEY, source INTEGER NOT NULL, entry INTEGER,
        filled_to BLOB, backup_arn TEXT, source_arn TEXT, time INTEGER NOT NULL);
      """
  ]

  private let database: Database
  let journal: ChangeJournal
  private var round: Round { database.round }

  /// Point-in-time recovery of tables that have it on.
  private(set) var recovering: [Int: (since: Int, days: Int)] = [:]
  /// How many backups of a table are being copied.
  private var copying: [Int: Int] = [:]
  private(set) var restores: [Int: Restore] = [:]

  init(_ database: Database, _ rows: ItemRows) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb-recovery", steps: RecoveryStore.schema)
    journal = try ChangeJournal(database, rows)
    try database.prepare("SELECT table_id, since, days FROM dynamodb_recovery").each([]) { row in
      recovering[row.int(0)] = (since: row.int(1), days: row.int(2))
      return true
    }
    try database.prepare("SELECT table_id FROM dynamodb_backups WHERE is_available = 0").each([]) { row in
      copying[row.int(0), default: 0] += 1
      return true
    }
    try database.prepare(
      "SELECT table_id, source, entry, filled_to, backup_arn, source_arn, time FROM dynamodb_restores"
    ).each([]) { row in
      restores[row.int(0)] = Restore(
        tableID: row.int(0), source: row.int(1), entry: row.int(orNil: 2), filledTo: row.blob(orNil: 3),
        backupARN: row.text(orNil: 4), sourceTableARN: row.text(orNil: 5), time: row.int(6))
      return true
    }
  }

  private func checked<Result>(_ body: () throws -> Result) throws(AWSError) -> Result {
    do { return try body() } catch let error as AWSError { throw error } catch { throw AWSError.internal("\(error)") }
  }

  /// Whether a table's changes are to be written down.
  func isJournalled(_ tableID: Int) -> Bool { recovering[tableID] != nil || copying[tableID] != nil }

  func isRestoring(_ tableID: Int) -> Bool { restores[tableID]?.filledTo != nil }

  // MARK: Point-in-time recovery

  /// `days` nil: off.
  func set(_ tableID: Int, days: Int?, now: Int) throws(AWSError) {
    let before = recovering[tableID]
    round.onUndo { [self] in recovering[tableID] = before }
    try checked {
      if let days {
        let since = before?.since ?? now
        try database.prepare("INSERT OR REPLACE INTO dynamodb_recovery VALUES (?, ?, ?)").run(
          .int(tableID), .int(since), .int(days))
        recovering[tableID] = (since: since, days: days)
      } else {
        try database.prepare("DELETE FROM dynamodb_recovery WHERE table_id = ?").run(.int(tableID))
        recovering[tableID] = nil
      }
    }
    if !isJournalled(tableID) { try journal.drop(tableID: tableID) }
  }

  /// The earliest moment that can be restored, in milliseconds.
  func earliest(_ tableID: Int, now: Int) -> Int? {
    recovering[tableID].map { max($0.since, now - $0.days * 86_400_000) }
  }

  // MARK: Backups

  private static let columns = """
    id, arn, account, region, name, created, is_available, items, bytes, table_name, table_id, table_uuid,
      table_created, definition, view_type, ttl_attribute, space
    """

  private func backup(_ row: Statement) -> (backup: Backup, definition: [UInt8]) {
    let backup = Backup(
      id: row.int(0), arn: row.text(1), account: row.text(2), region: row.text(3), name: row.text(4),
      created: row.int(5), isAvailable: row.int(6) != 0, items: row.int(7), bytes: row.int(8), tableName: row.text(9),
      tableID: row.int(10), tableUUID: row.text(11), tableCreated: row.int(12), definition: Values(), indexes: [],
      viewType: row.text(orNil: 14), timeToLiveAttribute: row.text(orNil: 15), space: row.int(16))
    return (backup, row.blob(13))
  }

  private func whole(_ found: (backup: Backup, definition: [UInt8])) throws -> Backup {
    var backup = found.backup
    backup.definition = Values(try Structure(json: found.definition, TableDefinition.shape))
    let indexes = try database.prepare("SELECT definition FROM dynamodb_backup_indexes WHERE backup = ? ORDER BY id")
      .all(
        [.int(backup.id)]) { $0.blob(0) }
    backup.indexes = try indexes.map { Values(try Structure(json: $0, IndexDefinition.shape)) }
    return backup
  }

  func backup(_ arn: String) throws(AWSError) -> Backup? {
    try checked {
      let found = try database.prepare("SELECT \(Self.columns) FROM dynamodb_backups WHERE arn = ?").first([.text(arn)])
      {
        backup($0)
      }
      return try found.map { try whole($0) }
    }
  }

  /// In the order in which they were made, after the backup of that number.
  func backups(of account: String, _ region: String, after id: Int, limit: Int) throws(AWSError) -> [Backup] {
    try checked {
      try database.prepare(
        """
        SELECT \(Self.columns) FROM dynamodb_backups WHERE account = ? AND region = ? AND id > ? ORDER BY id LIMIT ?
        """
      ).all([.text(account), .text(region), .int(id), .int(limit)]) { backup($0).backup }
    }
  }

  func allBackups() throws(AWSError) -> [Backup] {
    try checked {
      try database.prepare("SELECT \(Self.columns) FROM dynamodb_backups").all([]) { backup($0).backup }
    }
  }

  /// `id` of the backup is not looked at.
  func add(_ backup: Backup, entry: Int) throws(AWSError) {
    let tableID = backup.tableID
    try checked {
      try database.prepare(
        """
        INSERT INTO dynamodb_backups (arn, account, region, name, created, is_available, items, bytes, table_name,
          table_id, table_uuid, table_created, definition, view_type, ttl_attribute, space, entry, filled_to)
          VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .text(backup.arn), .text(backup.account), .text(backup.region), .text(backup.name), .int(backup.created),
        .int(backup.items), .int(backup.bytes), .text(backup.tableName), .int(tableID), .text(backup.tableUUID),
        .int(backup.tableCreated), .blob(backup.definition.structure.json), .text(orNull: backup.viewType),
        .text(orNull: backup.timeToLiveAttribute), .int(backup.space), .int(entry),
        .blob(ItemKey.prefix(ofSpace: tableID)))
      let id = database.lastInsertedRow
      for index in backup.indexes {
        try database.prepare("INSERT INTO dynamodb_backup_indexes (backup, definition) VALUES (?, ?)").run(
          .int(id), .blob(index.structure.json))
      }
    }
    copying[tableID, default: 0] += 1
    round.onUndo { [self] in endCopying(tableID) }
  }

  private func endCopying(_ tableID: Int) {
    let left = (copying[tableID] ?? 1) - 1
    copying[tableID] = left > 0 ? left : nil
  }

  func delete(_ backup: Backup) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM dynamodb_backups WHERE id = ?").run(.int(backup.id))
      try database.prepare("DELETE FROM dynamodb_backup_indexes WHERE backup = ?").run(.int(backup.id))
    }
    if !backup.isAvailable { try copied(backup.tableID) }
  }

  private func copied(_ tableID: Int) throws(AWSError) {
    endCopying(tableID)
    round.onUndo { [self] in copying[tableID, default: 0] += 1 }
    if !isJournalled(tableID) { try journal.drop(tableID: tableID) }
  }

  struct Copy {
    var backup: Backup
    var entry: Int
    var filledTo: [UInt8]
  }

  /// The backup whose copying goes on next.
  func nextCopy() throws(AWSError) -> Copy? {
    if copying.isEmpty { return nil }
    return try checked {
      let found = try database.prepare(
        "SELECT \(Self.columns), entry, filled_to FROM dynamodb_backups WHERE is_available = 0 ORDER BY id LIMIT 1"
      ).first([]) { Copy(backup: backup($0).backup, entry: $0.int(17), filledTo: $0.blob(18)) }
      return found
    }
  }

  /// `end` nil: the copy is whole.
  func copied(_ backup: Backup, to end: [UInt8]?) throws(AWSError) {
    try checked {
      try database.prepare("UPDATE dynamodb_backups SET filled_to = ?, is_available = ? WHERE id = ?").run(
        .blob(orNull: end), .int(end == nil ? 1 : 0), .int(backup.id))
    }
    if end == nil { try copied(backup.tableID) }
  }

  // MARK: Restores

  func set(_ restore: Restore) throws(AWSError) {
    let before = restores[restore.tableID]
    round.onUndo { [self] in restores[restore.tableID] = before }
    try checked {
      try database.prepare("INSERT OR REPLACE INTO dynamodb_restores VALUES (?, ?, ?, ?, ?, ?, ?)").run(
        .int(restore.tableID), .int(restore.source), .int(orNull: restore.entry), .blob(orNull: restore.filledTo),
        .text(orNull: restore.backupARN), .text(orNull: restore.sourceTableARN), .int(restore.time))
    }
    restores[restore.tableID] = restore
  }

  /// What a table had goes with it; its backups stay.
  func forget(tableID: Int) throws(AWSError) {
    if recovering[tableID] != nil { try set(tableID, days: nil, now: 0) }
    guard let restore = restores[tableID] else { return }
    round.onUndo { [self] in restores[tableID] = restore }
    restores[tableID] = nil
    try checked { try database.prepare("DELETE FROM dynamodb_restores WHERE table_id = ?").run(.int(tableID)) }
  }
}
