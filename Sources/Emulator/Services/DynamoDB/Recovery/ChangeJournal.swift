import Protocols
import Storage

/// What items were before each change, kept while a table may be asked for its past: as long as its point-in-time
/// recovery is on, or a backup of it is being copied. Loop only.
///
/// A table at an earlier moment is the table as it is, with the first earlier image of each item that changed since.
/// That stays so while writes go on, so a copy may be made in pages.
final class ChangeJournal {
  static let schema = """
    CREATE TABLE dynamodb_journal (id INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL,
      time INTEGER NOT NULL, key BLOB NOT NULL, old BLOB);
    CREATE INDEX dynamodb_journal_key ON dynamodb_journal (table_id, key, id);
    CREATE INDEX dynamodb_journal_time ON dynamodb_journal (time);
    CREATE TABLE dynamodb_journal_dropped (table_id INTEGER PRIMARY KEY);
    """

  /// Items of one page of a copy.
  static let page = 100
  /// The longest that point-in-time recovery reaches back, in milliseconds.
  private static let retention = 35 * 86_400_000

  private let database: Database
  private let rows: ItemRows
  private let insert: Statement

  init(_ database: Database, _ rows: ItemRows) throws {
    self.database = database
    self.rows = rows
    insert = try database.prepare("INSERT INTO dynamodb_journal (table_id, time, key, old) VALUES (?, ?, ?, ?)")
  }

  private func checked<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  func append(_ change: ItemChange) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      insert.bind(1, change.table.id)
      insert.bind(2, change.milliseconds)
      insert.bind(3, change.key)
      insert.bind(4, change.old?.bytes)
      try insert.run()
    }
  }

  /// The last entry up to that time, in milliseconds; entries behind it are changes since.
  func entry(at time: Int) throws(AWSError) -> Int {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT id FROM dynamodb_journal WHERE time <= ? ORDER BY time DESC, id DESC LIMIT 1").first(
        [
          .int(time)
        ]) { $0.int(0) } ?? 0
    }
  }

  /// The last entry of all.
  func last() throws(AWSError) -> Int {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'dynamodb_journal'").first([]) { $0.int(0) }
        ?? 0
    }
  }

  struct Page {
    var items: [(key: [UInt8], item: Item)]
    /// Where the next page begins; nil at the end.
    var next: [UInt8]?
  }

  /// A page of the table as it stood after `entry`, from the store's key `start` on.
  func page(ofTable id: Int, after entry: Int, from start: [UInt8]?) throws(AWSError) -> Page {
    var range = KeyRange(space: id)
    if let start { range.lower = start }
    let present = try rows.page(range, limit: ChangeJournal.page)
    if present.count == ChangeJournal.page, let last = present.last { range.upper = ItemKey.after(last.key) }
    var changed = try firstImages(ofTable: id, after: entry, range)
    // With so many changed items the page ends with the last of them.
    if changed.count == ChangeJournal.page, let last = changed.last { range.upper = ItemKey.after(last.key) }
    var items: [(key: [UInt8], item: Item)] = []
    changed.reverse()
    for row in present where range.contains(row.key) {
      while let first = changed.last, first.key.lexicographicallyPrecedes(row.key) {
        if let old = first.old { items.append((first.key, old)) }
        changed.removeLast()
      }
      if let first = changed.last, first.key == row.key {
        if let old = first.old { items.append((row.key, old)) }
        changed.removeLast()
      } else {
        items.append(row)
      }
    }
    for rest in changed.reversed() { if let old = rest.old { items.append((rest.key, old)) } }
    let end = KeyRange(space: id).upper
    return Page(items: items, next: range.upper == end ? nil : range.upper)
  }

  /// Of each key, the image before its first change behind `entry`.
  private func firstImages(
    ofTable id: Int, after entry: Int, _ range: KeyRange
  ) throws(AWSError) -> [(key: [UInt8], old: Item?)] {
    try checked { () throws(DatabaseError) in
      // With MIN, SQLite takes the other columns from the row that has the least.
      try database.prepare(
        """
        SELECT key, MIN(id), old FROM dynamodb_journal WHERE table_id = ? AND key >= ? AND key < ? AND id > ?
          GROUP BY key ORDER BY key LIMIT \(ChangeJournal.page)
        """
      ).all([.int(id), .blob(range.lower), .blob(range.upper), .int(entry)]) { row in
        (key: row.blob(0), old: row.blob(orNil: 2).map { Item(bytes: $0) })
      }
    }
  }

  /// The image that the item had after `entry`; nil: there was none.
  func image(ofTable id: Int, _ key: [UInt8], after entry: Int) throws(AWSError) -> Item? {
    let found = try checked { () throws(DatabaseError) -> (isThere: Bool, old: Item?) in
      try database.prepare(
        "SELECT old FROM dynamodb_journal WHERE table_id = ? AND key = ? AND id > ? ORDER BY id LIMIT 1"
      ).first([.int(id), .blob(key), .int(entry)]) { row in
        (isThere: true, old: row.blob(orNil: 0).map { Item(bytes: $0) })
      } ?? (false, nil)
    }
    return found.isThere ? found.old : try rows.row(key)?.item
  }

  /// A page of the keys that changed between two entries, in their order, with the time of the last change.
  func changes(
    ofTable id: Int, after first: Int, through last: Int, from start: [UInt8]?
  ) throws(AWSError) -> [(key: [UInt8], time: Int)] {
    try checked { () throws(DatabaseError) in
      let range = KeyRange(space: id)
      return try database.prepare(
        """
        SELECT key, MAX(time) FROM dynamodb_journal WHERE table_id = ? AND key >= ? AND key < ? AND id > ? AND id <= ?
          GROUP BY key ORDER BY key LIMIT \(ChangeJournal.page)
        """
      ).all([.int(id), .blob(start ?? range.lower), .blob(range.upper), .int(first), .int(last)]) { row in
        (key: row.blob(0), time: row.int(1))
      }
    }
  }

  // MARK: Sweeping

  /// The table's entries are of no use any more.
  func drop(tableID: Int) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("INSERT OR IGNORE INTO dynamodb_journal_dropped VALUES (?)").run(.int(tableID))
    }
  }

  /// One page of entries that serve nobody; false when nothing is left. `isKept`: the table is followed again.
  func sweep(now: Int, isKept: (Int) -> Bool) throws(AWSError) -> Bool {
    try checked { () throws(DatabaseError) in
      if let dropped = try database.prepare("SELECT table_id FROM dynamodb_journal_dropped LIMIT 1").first(
        [], { $0.int(0) })
      {
        if !isKept(dropped) {
          try database.prepare(
            """
            DELETE FROM dynamodb_journal WHERE id IN (SELECT id FROM dynamodb_journal WHERE table_id = ? LIMIT 500)
            """
          ).run(.int(dropped))
          if database.changes == 500 { return true }
        }
        try database.prepare("DELETE FROM dynamodb_journal_dropped WHERE table_id = ?").run(.int(dropped))
        return true
      }
      try database.prepare(
        "DELETE FROM dynamodb_journal WHERE id IN (SELECT id FROM dynamodb_journal WHERE time <= ? LIMIT 500)"
      ).run(.int(now - ChangeJournal.retention))
      return database.changes > 0
    }
  }
}
