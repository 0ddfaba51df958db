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
  private var checkpointer: Checkpointer?
  /// Pages in the WAL after the last commit, written by SQLite's hook.
  private let walPages = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  /// The same after the commit before.
  private var lastWALPages = 0
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
    walPages.initialize(to: 0)
    _ = cauce_stable_plans(handle)
    round = try Round(self)
    if path != nil {
      // The one other connection is the checkpointer's; that no second server comes is the data folder's lock.
      try execute("PRAGMA journal_mode=WAL")
      try execute("PRAGMA wal_autocheckpoint=0")
      try execute(durability == .fsync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL")
      try execute("PRAGMA cache_size=-65536")
      try execute("PRAGMA mmap_size=2147418112")
    }
    try execute("PRAGMA temp_store=MEMORY")
    if let path {
      // The file must be a database before another connection opens it.
      try execute("PRAGMA user_version")
      checkpointer = try Checkpointer(path: path)
      let pages = walPages
      sqlite3_wal_hook(
        self.handle,
        { pages, _, _, count in
          pages?.assumingMemoryBound(to: Int32.self).pointee = count
          return SQLITE_OK
        }, pages)
    }
  }

  /// Called after a commit: keeps the WAL from growing, beside the Loop for all but its end.
  func boundLog() {
    let pages = Int(walPages.pointee)
    if pages < lastWALPages { mapWhole() }
    lastWALPages = pages
    guard pages >= Checkpointer.few, let checkpointer else { return }
    // A checkpoint has just caught up with all but the last pages, or does not in time: then the Loop finishes it.
    if pages >= Checkpointer.limit, checkpointer.isAtRest(behind: pages) || pages >= Checkpointer.limit / 2 * 3 {
      let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_RESTART, nil, nil)
      // Busy while the checkpointer works: then the next commit tries again.
      if code == SQLITE_OK {
        walPages.pointee = 0
        checkpointer.restarted()
      }
    } else {
      checkpointer.wake(at: pages)
    }
  }

  /// The checkpointer has made the file longer than this connection has mapped it, and SQLite maps no more by itself: without
  /// this, what was added would be read page by page. The hint makes the file as long as its committed pages and the WAL
  /// say, which no checkpoint goes beyond.
  private func mapWhole() {
    guard var bytes = try? prepare("PRAGMA page_count").first([], { Int64($0.int(0)) }) else { return }
    bytes *= Database.pageSize
    _ = sqlite3_file_control(handle, "main", SQLITE_FCNTL_SIZE_HINT, &bytes)
  }

  /// SQLite's own default, which the files were made with.
  private static let pageSize: Int64 = 4096

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
  package func checkpoint() {
    checkpointer?.stop()
    sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
  }

  /// Finalises the statements and closes. The database is unusable afterwards.
  package func close() {
    checkpointer?.stop()
    checkpointer = nil
    for statement in prepared.values { statement.finalize() }
    prepared = [:]
    round.finalize()
    sqlite3_close_v2(handle)
  }

  deinit { walPages.deallocate() }
}
