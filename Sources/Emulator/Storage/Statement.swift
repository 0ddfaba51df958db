import CSQLite

/// A compiled statement, kept and used again. Loop only.
///
///     try insert.bind(1, id); try insert.bind(2, data); try insert.run()
///     defer { select.reset() }
///     while try select.step() { select.int(0) … }
///
/// A statement that writes announces itself to the round, which opens the transaction.
package final class Statement {
  private var handle: OpaquePointer?
  private unowned let database: Database
  private let sql: String
  private let isReadOnly: Bool

  init(_ sql: String, in database: Database) throws(DatabaseError) {
    self.sql = sql
    self.database = database
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK else { throw database.error(code, sql) }
    self.handle = handle
    isReadOnly = sqlite3_stmt_readonly(handle) != 0
  }

  func finalize() {
    sqlite3_finalize(handle)
    handle = nil
  }

  // MARK: Binding. Parameters are numbered from 1.

  @inline(__always) package func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }
  @inline(__always) package func bind(_ index: Int32, _ value: Double) { sqlite3_bind_double(handle, index, value) }
  package func bind(_ index: Int32, _ value: String) {
    var value = value
    value.withUTF8 { bytes in
      _ = bytes.withMemoryRebound(to: CChar.self) { chars in
        cauce_bind_text_transient(handle, index, chars.baseAddress, Int32(chars.count))
      }
    }
  }
  package func bind(_ index: Int32, _ value: [UInt8]) {
    value.withUnsafeBytes { bind(index, $0) }
  }
  /// Copies the bytes.
  package func bind(_ index: Int32, _ value: UnsafeRawBufferPointer) {
    if value.isEmpty {
      // A null pointer would bind NULL, not an empty blob.
      sqlite3_bind_zeroblob(handle, index, 0)
    } else {
      _ = cauce_bind_blob_transient(handle, index, value.baseAddress, Int32(value.count))
    }
  }
  /// Binds the bytes where they are: they must stay there until the statement has run.
  package func bind(lent index: Int32, _ value: UnsafeRawBufferPointer) {
    if value.isEmpty {
      sqlite3_bind_zeroblob(handle, index, 0)
    } else {
      _ = cauce_bind_blob_static(handle, index, value.baseAddress, Int32(value.count))
    }
  }
  /// As `bind(lent:)`, for text in UTF-8.
  package func bind(lentText index: Int32, _ value: UnsafeBufferPointer<UInt8>) {
    _ = value.withMemoryRebound(to: CChar.self) { chars in
      cauce_bind_text_static(handle, index, chars.baseAddress, Int32(chars.count))
    }
  }
  package func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }
  package func bind(_ index: Int32, _ value: String?) { if let value { bind(index, value) } else { bindNull(index) } }
  package func bind(_ index: Int32, _ value: Int?) { if let value { bind(index, value) } else { bindNull(index) } }
  package func bind(_ index: Int32, _ value: [UInt8]?) { if let value { bind(index, value) } else { bindNull(index) } }

  /// A value to bind, for statements that are not hot.
  package enum Binding: Sendable {
    case int(Int)
    case text(String)
    case blob([UInt8])
    case real(Double)
    case null
    package static func text(orNull value: String?) -> Binding { value.map { .text($0) } ?? .null }
    package static func int(orNull value: Int?) -> Binding { value.map { .int($0) } ?? .null }
    package static func blob(orNull value: [UInt8]?) -> Binding { value.map { .blob($0) } ?? .null }
  }

  /// Binds the values to parameters 1, 2, … in order.
  package func bind(_ values: [Binding]) {
    for (offset, value) in values.enumerated() {
      let index = Int32(offset + 1)
      switch value {
      case .int(let number): bind(index, number)
      case .text(let text): bind(index, text)
      case .blob(let bytes): bind(index, bytes)
      case .real(let number): bind(index, number)
      case .null: bindNull(index)
      }
    }
  }

  // MARK: Running

  /// Moves to the next row; false at the end. After false or a throw the statement is reset by itself; a caller that
  /// leaves earlier calls `reset`.
  package func step() throws(DatabaseError) -> Bool {
    if !isReadOnly { try database.round.willWrite() }
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    let failure = code == SQLITE_DONE ? nil : database.error(code, sql)
    sqlite3_reset(handle)
    if let failure { throw failure }
    return false
  }

  /// Ends a statement before its last row.
  package func reset() { sqlite3_reset(handle) }

  /// Runs to the end, for statements without rows.
  package func run() throws(DatabaseError) { while try step() {} }

  /// Runs a statement without rows that is the only write of its operation and the last step of it that can fail: it
  /// needs no savepoint. It must be bound to fail, if it fails, whole (`ABORT`, SQLite's default).
  package func runAlone() throws(DatabaseError) {
    try database.round.willWriteAlone()
    let code = sqlite3_step(handle)
    let failure = code == SQLITE_DONE ? nil : database.error(code, sql)
    sqlite3_reset(handle)
    if let failure {
      database.round.loneWriteFailed()
      throw failure
    }
  }

  /// Binds and runs to the end.
  package func run(_ values: Binding...) throws(DatabaseError) {
    bind(values)
    try run()
  }

  /// Binds, and calls `row` for each row; `row` answers false to stop.
  package func each(_ values: [Binding], _ row: (Statement) throws(DatabaseError) -> Bool) throws(DatabaseError) {
    bind(values)
    defer { reset() }
    while try step() { if try !row(self) { return } }
  }

  /// Binds, and gives the first row's value of `column`, or nil without a row.
  package func first<T>(_ values: [Binding], _ read: (Statement) -> T) throws(DatabaseError) -> T? {
    bind(values)
    defer { reset() }
    return try step() ? read(self) : nil
  }

  /// Binds, and gives every row.
  package func all<T>(_ values: [Binding], _ read: (Statement) -> T) throws(DatabaseError) -> [T] {
    bind(values)
    defer { reset() }
    var rows: [T] = []
    while try step() { rows.append(read(self)) }
    return rows
  }

  // MARK: Columns of the present row, numbered from 0

  @inline(__always) package func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
  @inline(__always) package func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
  package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
  package func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
  package func blob(_ column: Int32) -> [UInt8] { withBlob(column) { Array($0) } }
  package func text(orNil column: Int32) -> String? { isNull(column) ? nil : text(column) }
  package func int(orNil column: Int32) -> Int? { isNull(column) ? nil : int(column) }
  package func blob(orNil column: Int32) -> [UInt8]? { isNull(column) ? nil : blob(column) }

  /// The bytes in place; they are gone with the next step or reset.
  package func withBlob<R>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    let start = sqlite3_column_blob(handle, column)
    return body(
      UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column))))
  }
}
