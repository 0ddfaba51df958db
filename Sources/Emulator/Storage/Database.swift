import CSQLite

/// The one store: a SQLite database in memory or in one file (WAL). It belongs to the Loop, as do its statements and its
/// round; nothing of it may be touched from anywhere else.
///
/// Opened without SQLite's own mutexes, which that confinement makes needless
/// (https://www.sqlite.org/threadsafe.html, "multi-thread").
package final class Database {
  package enum Durability: Sendable {
    /// Every acknowledged write survives power loss: `synchronous=FULL`, a WAL frame is synced at each commit.
    case fsync
    /// Every acknowledged write survives kill -9: `synchronous=NORMAL`. Never OFF, which can corrupt the file.
    case os
  }

  let handle: OpaquePointer
  private var prepared: [String: Statement] = [:]
  /// The transaction of the present turn of the Loop.
  package private(set) var round: Round!

  /// `path` nil: in memory, gone when the database goes.
  package init(path: String?, durability: Durability = .fsync) throws(DatabaseError) {
    var handle: OpaquePointer?
    _ = cauce_config_memstatus_off()
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path ?? ":memory:", &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw DatabaseError(code: code, message: message, sql: "")
    }
    self.handle = handle
    _ = cauce_stable_plans(handle)
    round = try Round(self)
    if path != nil {
      // One server a folder: the lock is taken with the first write and kept (https://www.sqlite.org/pragma.html).
      try execute("PRAGMA locking_mode=EXCLUSIVE")
      try execute("PRAGMA journal_mode=WAL")
      try execute(durability == .fsync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL")
      try execute("PRAGMA cache_size=-65536")
      try execute("PRAGMA mmap_size=1073741824")
    }
    try execute("PRAGMA temp_store=MEMORY")
  }

  /// The statement for `sql`, compiled once and kept. Ask for it when a store is made, not on a hot path.
  package func prepare(_ sql: String) throws(DatabaseError) -> Statement {
    if let statement = prepared[sql] { return statement }
    let statement = try Statement(sql, in: self)
    prepared[sql] = statement
    return statement
  }

  /// Runs statements that return nothing of interest, outside of any round: schema and pragmas.
  package func execute(_ sql: String) throws(DatabaseError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql) }
  }

  func error(_ code: Int32, _ sql: String) -> DatabaseError {
    DatabaseError(code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
  }

  /// Rows changed by the last INSERT, UPDATE or DELETE.
  package var changes: Int { Int(sqlite3_changes(handle)) }
  package var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

  /// Writes the WAL back into the file, as much as no reader holds; called at shutdown.
  package func checkpoint() { sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) }

  /// Finalises the statements and closes. The database is unusable afterwards.
  package func close() {
    for statement in prepared.values { statement.finalize() }
    prepared = [:]
    round.finalize()
    sqlite3_close_v2(handle)
  }
}
