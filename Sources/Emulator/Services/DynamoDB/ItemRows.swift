import Protocols
import Storage

/// The items of all tables and the entries of all indexes: rows of one SQLite table with a unique key that memcmp
/// orders (`ItemKey`). Reading an item is a lookup, a query a range read, a scan a walk. Loop only.
///
/// Rows are changed through `TableWrite` alone, which keeps indexes, counts and followers in step.
final class ItemRows {
  static let schema = """
    CREATE TABLE dynamodb_spaces (id INTEGER PRIMARY KEY AUTOINCREMENT, items INTEGER NOT NULL DEFAULT 0,
      bytes INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE dynamodb_items (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, item BLOB NOT NULL);
    CREATE TABLE dynamodb_dropped_spaces (id INTEGER PRIMARY KEY)
    """

  /// Rows that one statement touches at the most.
  static let page = 500

  struct Row {
    /// SQLite's number of the row.
    var id: Int
    var item: Item
  }

  /// Of a space: how many items it holds, and their bytes by DynamoDB's arithmetic.
  struct Contents {
    var items = 0
    var bytes = 0
  }

  private let database: Database
  private let selectItem: Statement
  private let insertItem: Statement
  private let updateItem: Statement
  private let deleteItem: Statement
  private let upsertEntry: Statement
  private let deleteEntry: Statement
  private let walkUp: Statement
  private let walkDown: Statement
  private let storeContents: Statement
  /// Of every space, as they are with what the round has written; the store has them once the round is committed.
  private var contents: [Int: Contents] = [:]
  /// The spaces whose contents the store has not yet.
  private var changed: [Int] = []

  init(_ database: Database) throws {
    self.database = database
    selectItem = try database.prepare("SELECT id, item FROM dynamodb_items WHERE key = ?")
    insertItem = try database.prepare("INSERT INTO dynamodb_items (key, item) VALUES (?, ?)")
    updateItem = try database.prepare("UPDATE dynamodb_items SET item = ? WHERE id = ?")
    deleteItem = try database.prepare("DELETE FROM dynamodb_items WHERE id = ?")
    upsertEntry = try database.prepare(
      "INSERT INTO dynamodb_items (key, item) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET item = excluded.item")
    deleteEntry = try database.prepare("DELETE FROM dynamodb_items WHERE key = ?")
    walkUp = try database.prepare(
      "SELECT key, item FROM dynamodb_items WHERE key >= ? AND key < ? ORDER BY key LIMIT ?")
    walkDown = try database.prepare(
      "SELECT key, item FROM dynamodb_items WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?")
    storeContents = try database.prepare("UPDATE dynamodb_spaces SET items = ?, bytes = ? WHERE id = ?")
    try database.prepare("SELECT id, items, bytes FROM dynamodb_spaces").each([]) { row in
      contents[row.int(0)] = Contents(items: row.int(1), bytes: row.int(2))
      return true
    }
    database.round.beforeCommits { [weak self] () throws(DatabaseError) in try self?.storeChanged() }
  }

  // MARK: Spaces

  /// A new key space, for a table or an index.
  func makeSpace() throws(AWSError) -> Int {
    try guarded { () throws(DatabaseError) in
      try database.prepare("INSERT INTO dynamodb_spaces DEFAULT VALUES").run()
      let id = database.lastInsertedRow
      set(Contents(), ofSpace: id)
      return id
    }
  }

  private func set(_ new: Contents?, ofSpace id: Int) {
    let old = contents[id]
    contents[id] = new
    database.round.onUndo { [self] in contents[id] = old }
  }

  /// Its rows are swept in pages (`sweep`).
  func drop(space id: Int) throws(AWSError) {
    try guarded { () throws(DatabaseError) in
      try database.prepare("INSERT INTO dynamodb_dropped_spaces VALUES (?)").run(.int(id))
      try database.prepare("DELETE FROM dynamodb_spaces WHERE id = ?").run(.int(id))
      set(nil, ofSpace: id)
    }
  }

  func contents(ofSpace id: Int) -> Contents { contents[id] ?? Contents() }

  /// Counts what was written. The sums are written once a round, however many operations it has.
  func adjust(space id: Int, items: Int, bytes: Int) {
    if items == 0 && bytes == 0 { return }
    let old = contents(ofSpace: id)
    set(Contents(items: old.items + items, bytes: old.bytes + bytes), ofSpace: id)
    if !changed.contains(id) { changed.append(id) }
  }

  private func storeChanged() throws(DatabaseError) {
    if changed.isEmpty { return }
    let spaces = changed
    changed.removeAll(keepingCapacity: true)
    for id in spaces {
      guard let contents = contents[id] else { continue }
      storeContents.bind(1, contents.items)
      storeContents.bind(2, contents.bytes)
      storeContents.bind(3, id)
      try storeContents.run()
    }
  }

  /// Deletes one page of a dropped space's rows; false when nothing is left to sweep.
  func sweep() throws(AWSError) -> Bool {
    try guarded { () throws(DatabaseError) in
      let dropped = try database.prepare("SELECT id FROM dynamodb_dropped_spaces LIMIT 1").first([]) { $0.int(0) }
      guard let dropped else { return false }
      let range = KeyRange(space: dropped)
      try database.prepare(
        """
        DELETE FROM dynamodb_items WHERE id IN
          (SELECT id FROM dynamodb_items WHERE key >= ? AND key < ? LIMIT \(Self.page))
        """
      ).run(.blob(range.lower), .blob(range.upper))
      if database.changes < Self.page {
        try database.prepare("DELETE FROM dynamodb_dropped_spaces WHERE id = ?").run(.int(dropped))
      }
      return true
    }
  }

  // MARK: Rows

  func row(_ key: [UInt8]) throws(AWSError) -> Row? {
    do throws(DatabaseError) {
      // The key is lent to SQLite while the statement runs.
      let (found, failure) = key.withUnsafeBytes { key -> (Row?, DatabaseError?) in
        selectItem.bind(lent: 1, key)
        defer { selectItem.reset() }
        do throws(DatabaseError) {
          guard try selectItem.step() else { return (nil, nil) }
          return (Row(id: selectItem.int(0), item: Item(bytes: selectItem.blob(1))), nil)
        } catch {
          return (nil, error)
        }
      }
      if let failure { throw failure }
      return found
    } catch { throw AWSError.internal("\(error)") }
  }

  /// `old` is what `row` has just given for the key. `isAlone`: see `Statement.runAlone`.
  func put(_ item: Item, _ key: [UInt8], replacing old: Row?, isAlone: Bool) throws(AWSError) {
    do throws(DatabaseError) {
      // The bytes are lent to SQLite while the statement runs.
      let failure = item.bytes.withUnsafeBytes { bytes -> DatabaseError? in
        key.withUnsafeBytes { key -> DatabaseError? in
          let statement = old == nil ? insertItem : updateItem
          if let old {
            statement.bind(lent: 1, bytes)
            statement.bind(2, old.id)
          } else {
            statement.bind(lent: 1, key)
            statement.bind(lent: 2, bytes)
          }
          do throws(DatabaseError) {
            if isAlone { try statement.runAlone() } else { try statement.run() }
            return nil
          } catch {
            return error
          }
        }
      }
      if let failure { throw failure }
    } catch { throw AWSError.internal("\(error)") }
  }

  func delete(_ old: Row, isAlone: Bool) throws(AWSError) {
    try guarded { () throws(DatabaseError) in
      deleteItem.bind(1, old.id)
      if isAlone { try deleteItem.runAlone() } else { try deleteItem.run() }
    }
  }

  /// An index's entry, made or replaced.
  func putEntry(_ item: Item, _ key: [UInt8]) throws(AWSError) {
    try guarded { () throws(DatabaseError) in
      upsertEntry.bind(1, key)
      upsertEntry.bind(2, item.bytes)
      try upsertEntry.run()
    }
  }

  /// False when there was none.
  func deleteEntry(_ key: [UInt8]) throws(AWSError) -> Bool {
    try guarded { () throws(DatabaseError) in
      deleteEntry.bind(1, key)
      try deleteEntry.run()
      return database.changes > 0
    }
  }

  /// Calls `take` with each row of the range, in the order of the keys or against it, until it answers false.
  /// `place` is the first byte of the hash. The range is read in pages, the first of them no larger than `expected`.
  func walk(
    _ range: KeyRange, forward: Bool, expecting expected: Int,
    _ take: (_ place: UInt8, Item) throws(AWSError) -> Bool
  ) throws(AWSError) {
    let statement = forward ? walkUp : walkDown
    var rest = range
    var size = max(1, min(expected, Self.page))
    while true {
      statement.bind(1, rest.lower)
      statement.bind(2, rest.upper)
      statement.bind(3, size)
      defer { statement.reset() }
      var count = 0
      while try guarded({ () throws(DatabaseError) in try statement.step() }) {
        count += 1
        // The last key of a full page is where the next one begins.
        if count == size {
          let last = statement.blob(0)
          if forward { rest.lower = ItemKey.after(last) } else { rest.upper = last }
        }
        let place = statement.withBlob(0) { $0[ItemKey.hashOffset] }
        if try !take(place, Item(bytes: statement.blob(1))) { return }
      }
      if count < size { return }
      size = Self.page
    }
  }

  /// Up to a page of rows with their keys, in order: for workers that go through a table.
  func page(_ range: KeyRange, limit: Int = page) throws(AWSError) -> [(key: [UInt8], item: Item)] {
    try guarded { () throws(DatabaseError) in
      walkUp.bind(1, range.lower)
      walkUp.bind(2, range.upper)
      walkUp.bind(3, limit)
      defer { walkUp.reset() }
      var rows: [(key: [UInt8], item: Item)] = []
      while try walkUp.step() { rows.append((walkUp.blob(0), Item(bytes: walkUp.blob(1)))) }
      return rows
    }
  }

  /// As `page`, ending after so many bytes, too; `isLast`: the range ended.
  func page(
    _ range: KeyRange, bytes most: Int
  ) throws(AWSError) -> (rows: [(key: [UInt8], item: Item)], isLast: Bool) {
    try guarded { () throws(DatabaseError) in
      walkUp.bind(1, range.lower)
      walkUp.bind(2, range.upper)
      walkUp.bind(3, Self.page)
      defer { walkUp.reset() }
      var rows: [(key: [UInt8], item: Item)] = []
      var bytes = 0
      while try walkUp.step() {
        rows.append((walkUp.blob(0), Item(bytes: walkUp.blob(1))))
        bytes += rows[rows.count - 1].item.bytes.count
        if bytes > most { return (rows, false) }
      }
      return (rows, rows.count < Self.page)
    }
  }

  @inline(__always)
  private func guarded<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }
}
