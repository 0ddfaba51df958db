import CSQLite

/// The transaction of one turn of the Loop: every request of the turn works in it, it is committed once, and only then
/// are the answers written (group commit).
///
/// An operation that throws takes back what it wrote, and nothing else: its writes are in a savepoint, opened by its
/// first write. Values kept beside the database (a shard's last sequence number) are changed through `Hot`, which the
/// round restores together with the rows.
///
/// Loop only.
package final class Round {
  private unowned let database: Database
  private let begin: OpaquePointer
  private let commitStatement: OpaquePointer
  private let rollback: OpaquePointer
  private let savepoint: OpaquePointer
  private let release: OpaquePointer
  private let rollbackTo: OpaquePointer
  /// A transaction is open.
  private var isOpen = false
  /// An operation is running; `operationWrote` once it has written.
  private var inOperation = false
  private var operationWrote = false
  /// The running operation has written without a savepoint.
  private var wroteAlone = false
  /// The running operation opened the transaction itself, so that taking it back is taking back all of it.
  private var operationOpened = false
  /// How to restore the values changed so far, oldest first.
  private var undo: [() -> Void] = []
  private var committed: [() -> Void] = []
  /// What rooms write at the end of a round (`beforeCommits`).
  private var closers: [() throws(DatabaseError) -> Void] = []
  private var undoMark = 0
  private var committedMark = 0

  init(_ database: Database) throws(DatabaseError) {
    self.database = database
    func prepare(_ sql: String) throws(DatabaseError) -> OpaquePointer {
      var handle: OpaquePointer?
      let code = sqlite3_prepare_v3(database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
      guard code == SQLITE_OK, let handle else { throw database.error(code, sql) }
      return handle
    }
    begin = try prepare("BEGIN IMMEDIATE")
    commitStatement = try prepare("COMMIT")
    rollback = try prepare("ROLLBACK")
    savepoint = try prepare("SAVEPOINT operation")
    release = try prepare("RELEASE operation")
    rollbackTo = try prepare("ROLLBACK TO operation")
  }

  func finalize() {
    for statement in [begin, commitStatement, rollback, savepoint, release, rollbackTo] { sqlite3_finalize(statement) }
  }

  private func run(_ statement: OpaquePointer) throws(DatabaseError) {
    let code = sqlite3_step(statement)
    let failure = code == SQLITE_DONE ? nil : database.error(code, String(cString: sqlite3_sql(statement)))
    sqlite3_reset(statement)
    if let failure { throw failure }
  }

  /// Called by every statement that writes, before it does.
  func willWrite() throws(DatabaseError) {
    precondition(!wroteAlone, "a write follows the one that was announced as the operation's only one")
    if !isOpen {
      try run(begin)
      isOpen = true
      operationOpened = inOperation
    } else if inOperation, !operationWrote, !operationOpened {
      try run(savepoint)
    }
    operationWrote = true
  }

  /// Announced by a statement that is its operation's only write and the last step of it that can fail: SQLite takes a
  /// statement that fails back by itself, so a savepoint would bring nothing.
  func willWriteAlone() throws(DatabaseError) {
    precondition(inOperation && !operationWrote, "the operation has written before")
    if isOpen {
      wroteAlone = true
    } else {
      try willWrite()
    }
  }

  /// The lone statement was taken back by SQLite.
  func loneWriteFailed() { wroteAlone = false }

  /// Runs one operation. What it throws undoes its writes and its changes of hot values, and its `afterCommit` closures
  /// are forgotten.
  package func operation<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    beginOperation()
    do throws(E) {
      let result = try body()
      endOperation()
      return result
    } catch {
      takeBackOperation()
      throw error
    }
  }

  /// The steps of `operation`, which is generic and so compiled where it is called.
  package func beginOperation() {
    precondition(!inOperation, "an operation runs inside another")
    inOperation = true
    operationWrote = false
    operationOpened = false
    wroteAlone = false
    undoMark = undo.count
    committedMark = committed.count
  }

  package func endOperation() {
    if operationWrote, !operationOpened { try? run(release) }
    inOperation = false
    wroteAlone = false
  }

  package func takeBackOperation() {
    inOperation = false
    precondition(!wroteAlone || operationOpened, "an operation failed behind the write that was to be its last step")
    wroteAlone = false
    if operationWrote {
      if operationOpened {
        try? run(rollback)
        isOpen = false
      } else {
        try? run(rollbackTo)
        try? run(release)
      }
    }
    while undo.count > undoMark { undo.removeLast()() }
    committed.removeSubrange(committedMark...)
  }

  /// Remembers how to restore a value that is kept beside the database and was just changed.
  package func onUndo(_ restore: @escaping () -> Void) { undo.append(restore) }

  /// Runs after the commit of this round, on the Loop: waking the workers that follow what was written. Forgotten when
  /// the operation or the commit fails.
  package func afterCommit(_ work: @escaping () -> Void) { committed.append(work) }

  /// From now on runs before every commit: for what the operations of a round gather and that is written once, a sum or a
  /// block of records. It finds nothing to do in most rounds, so it must be quick to see that.
  package func beforeCommits(_ work: @escaping () throws(DatabaseError) -> Void) { closers.append(work) }

  /// Commits what the turn wrote. On failure (a full disk) everything of the round is taken back and the error thrown:
  /// every request of the round then answers an internal failure.
  package func commit() throws(DatabaseError) {
    do {
      for close in closers { try close() }
      if isOpen {
        try run(commitStatement)
        isOpen = false
        database.boundLog()
      }
    } catch {
      if isOpen { try? run(rollback) }
      isOpen = false
      while !undo.isEmpty { undo.removeLast()() }
      committed.removeAll(keepingCapacity: true)
      throw error
    }
    if !undo.isEmpty { undo.removeAll(keepingCapacity: true) }
    if committed.isEmpty { return }
    let work = committed
    committed = []
    for each in work { each() }
  }
}

/// A value kept beside the database, rebuilt from it at start, changed only through the round.
package final class Hot<Value> {
  package private(set) var value: Value
  package init(_ value: Value) { self.value = value }

  package func set(_ new: Value, in round: Round) {
    let old = value
    value = new
    round.onUndo { self.value = old }
  }
}
