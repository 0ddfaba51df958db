import Protocols
import Storage

/// Which tables delete items by their time to live, and when each item is due. Loop only.
///
/// Every item with a time stands in an index by it, kept in step with the item's writes, so deleting needs no scan.
/// A table that turns TTL on is gone through once, in pages.
final class ExpirationStore {
  private static let schema = [
    """
    CREATE TABLE dynamodb_ttl (table_id INTEGER PRIMARY KEY, attribute BLOB NOT NULL, filled_to BLOB);
    CREATE TABLE dynamodb_expirations (table_id INTEGER NOT NULL, due INTEGER NOT NULL, key BLOB NOT NULL,
      UNIQUE (table_id, due, key));
    CREATE TABLE dynamodb_ttl_dropped (table_id INTEGER PRIMARY KEY);
    """
  ]

  /// Rows that one statement touches at the most.
  static let page = 200
  /// A time so long ago does not count: AWS leaves such items alone. Seconds of five years.
  private static let oldest = 5 * 365 * 86_400

  private let database: Database
  private var round: Round { database.round }
  /// The attribute, by the table's number.
  private(set) var attributes: [Int: [UInt8]] = [:]
  /// Tables that are still being gone through, and up to which key.
  private(set) var filling: [Int: [UInt8]] = [:]

  private let insert: Statement
  private let delete: Statement

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb-ttl", steps: ExpirationStore.schema)
    insert = try database.prepare(
      "INSERT OR IGNORE INTO dynamodb_expirations (table_id, due, key) VALUES (?, ?, ?)")
    delete = try database.prepare("DELETE FROM dynamodb_expirations WHERE table_id = ? AND due = ? AND key = ?")
    try database.prepare("SELECT table_id, attribute, filled_to FROM dynamodb_ttl").each([]) { row in
      attributes[row.int(0)] = row.blob(1)
      filling[row.int(0)] = row.blob(orNil: 2)
      return true
    }
  }

  private func checked<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  private func remember(_ tableID: Int) {
    let attribute = attributes[tableID]
    let filled = filling[tableID]
    round.onUndo { [self] in
      attributes[tableID] = attribute
      filling[tableID] = filled
    }
  }

  func enable(_ table: Table, _ attribute: [UInt8]) throws(AWSError) {
    let start = ItemKey.prefix(ofSpace: table.id)
    try checked { () throws(DatabaseError) in
      // A sweep of an earlier attribute's times may be on its way: what it takes is entered anew by the filling.
      try database.prepare("INSERT OR REPLACE INTO dynamodb_ttl VALUES (?, ?, ?)").run(
        .int(table.id), .blob(attribute), .blob(start))
    }
    remember(table.id)
    attributes[table.id] = attribute
    filling[table.id] = start
  }

  /// The table's times are swept in pages.
  func disable(tableID: Int) throws(AWSError) {
    if attributes[tableID] == nil { return }
    try checked { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_ttl WHERE table_id = ?").run(.int(tableID))
      try database.prepare("INSERT OR IGNORE INTO dynamodb_ttl_dropped VALUES (?)").run(.int(tableID))
    }
    remember(tableID)
    attributes[tableID] = nil
    filling[tableID] = nil
  }

  /// Whether times of an earlier attribute are still being swept: a new one waits for that.
  func isSweeping(tableID: Int) throws(AWSError) -> Bool {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT 1 FROM dynamodb_ttl_dropped WHERE table_id = ?").first([.int(tableID)]) { _ in true }
        ?? false
    }
  }

  // MARK: In step with writes

  /// Keeps the index in step with a write. Answers when the item is due, in seconds; nil for never.
  @discardableResult
  func follow(
    tableID: Int, _ key: [UInt8], _ attribute: [UInt8], old: Item?, new: Item?
  ) throws(AWSError) -> Int? {
    let before = old.flatMap { ExpirationStore.due($0, attribute) }
    let after = new.flatMap { ExpirationStore.due($0, attribute) }
    if before == after { return after }
    try checked { () throws(DatabaseError) in
      if let before {
        delete.bind(1, tableID)
        delete.bind(2, before)
        delete.bind(3, key)
        try delete.run()
      }
      if let after {
        insert.bind(1, tableID)
        insert.bind(2, after)
        insert.bind(3, key)
        try insert.run()
      }
    }
    return after
  }

  /// The time in the attribute, in seconds since 1970: a number; its fraction does not count.
  static func due(_ item: Item, _ attribute: [UInt8]) -> Int? {
    guard let place = item.place(of: attribute), item.type(at: place) == .number else { return nil }
    let text = String(decoding: item.scalar(at: place), as: UTF8.self)
    if let whole = Int(text) { return whole > 0 ? whole : nil }
    guard let number = Double(text), number > 0, number < 1e12 else { return nil }
    return Int(number)
  }

  // MARK: What is due

  /// The earliest time of all, in seconds, that is not too long ago.
  func nextDue(now: Int) throws(AWSError) -> Int? {
    var earliest: Int?
    for tableID in attributes.keys {
      let found = try checked { () throws(DatabaseError) in
        try database.prepare(
          "SELECT due FROM dynamodb_expirations WHERE table_id = ? AND due > ? ORDER BY due LIMIT 1"
        ).first([.int(tableID), .int(now - Self.oldest)]) { $0.int(0) }
      }
      if let found { earliest = min(earliest ?? found, found) }
    }
    return earliest
  }

  /// A page of the table's items whose time is over. DynamoDB counts an item as expired once its time is below the
  /// present.
  func expired(tableID: Int, now: Int) throws(AWSError) -> [(due: Int, key: [UInt8])] {
    try checked { () throws(DatabaseError) in
      try database.prepare(
        """
        SELECT due, key FROM dynamodb_expirations WHERE table_id = ? AND due > ? AND due < ? ORDER BY due
          LIMIT \(Self.page)
        """
      ).all([.int(tableID), .int(now - Self.oldest), .int(now)]) { (due: $0.int(0), key: $0.blob(1)) }
    }
  }

  /// Takes a time out of the index whose item is not there, or has another.
  func forget(tableID: Int, due: Int, key: [UInt8]) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      delete.bind(1, tableID)
      delete.bind(2, due)
      delete.bind(3, key)
      try delete.run()
    }
  }

  // MARK: Filling and sweeping

  /// `end` nil: the table is gone through.
  func filled(tableID: Int, to end: [UInt8]?) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("UPDATE dynamodb_ttl SET filled_to = ? WHERE table_id = ?").run(
        .blob(orNull: end), .int(tableID))
    }
    remember(tableID)
    filling[tableID] = end
  }

  /// One page of the times of tables that have none any more; false when nothing is left.
  func sweep() throws(AWSError) -> Bool {
    try checked { () throws(DatabaseError) in
      let dropped = try database.prepare("SELECT table_id FROM dynamodb_ttl_dropped LIMIT 1").first([]) { $0.int(0) }
      guard let dropped else { return false }
      try database.prepare(
        """
        DELETE FROM dynamodb_expirations WHERE rowid IN
          (SELECT rowid FROM dynamodb_expirations WHERE table_id = ? LIMIT 500)
        """
      ).run(.int(dropped))
      if database.changes < 500 {
        try database.prepare("DELETE FROM dynamodb_ttl_dropped WHERE table_id = ?").run(.int(dropped))
      }
      return true
    }
  }
}
