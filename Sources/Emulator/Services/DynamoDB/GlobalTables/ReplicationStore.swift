import Protocols
import Storage

/// What was written to replicas of global tables and is still to be written to the others of their groups, in the order
/// of the writes: committed with the write, taken out with the write of the other regions. Loop only.
final class ReplicationStore {
  private static let schema = [
    """
    CREATE TABLE dynamodb_replication (id INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL,
      key BLOB NOT NULL, item BLOB);
    CREATE INDEX dynamodb_replication_key ON dynamodb_replication (key);
    """
  ]

  struct Entry {
    var id: Int
    /// Where the write was made.
    var tableID: Int
    /// The item's key there.
    var key: [UInt8]
    /// nil: it was deleted.
    var item: Item?
  }

  private let database: Database
  private let insert: Statement

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb-replication", steps: ReplicationStore.schema)
    insert = try database.prepare("INSERT INTO dynamodb_replication (table_id, key, item) VALUES (?, ?, ?)")
  }

  private func checked<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  func append(_ change: ItemChange) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      insert.bind(1, change.table.id)
      insert.bind(2, change.key)
      insert.bind(3, change.new?.bytes)
      try insert.run()
    }
  }

  /// The oldest entries.
  func waiting(limit: Int) throws(AWSError) -> [Entry] {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT id, table_id, key, item FROM dynamodb_replication ORDER BY id LIMIT ?").all([
        .int(limit)
      ]) { row in
        Entry(
          id: row.int(0), tableID: row.int(1), key: row.blob(2), item: row.blob(orNil: 3).map { Item(bytes: $0) })
      }
    }
  }

  /// The number of the last entry; 0: nothing waits.
  func last() throws(AWSError) -> Int {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT max(id) FROM dynamodb_replication").first([]) { $0.int(0) } ?? 0
    }
  }

  /// Whether the item was written where `key` is, after the entry of that number.
  func isWritten(_ key: [UInt8], after id: Int) throws(AWSError) -> Bool {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT 1 FROM dynamodb_replication WHERE key = ? AND id > ? LIMIT 1").first([
        .blob(key), .int(id),
      ]) { _ in true } ?? false
    }
  }

  func remove(_ entry: Entry) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_replication WHERE id = ?").run(.int(entry.id))
    }
  }
}
