import Protocols
import Storage

/// A Kinesis stream that a table's changes are written to. Loop only.
struct KinesisDestination: Sendable {
  let id: Int
  let tableID: Int
  let streamARN: String
  /// `ENABLING`, `ACTIVE`, `DISABLED`, `ENABLE_FAILED`.
  var status: String
  var statusDescription: String?
  /// `MILLISECOND` or `MICROSECOND`.
  var precision: String

  /// Whether changes are kept for it.
  var takesRecords: Bool { status == "ENABLING" || status == "ACTIVE" }
}

/// The streaming destinations of tables, and the records that were not delivered yet. Loop only.
final class DestinationStore {
  private static let schema = [
    """
    CREATE TABLE dynamodb_kinesis_destinations (id INTEGER PRIMARY KEY AUTOINCREMENT, table_id INTEGER NOT NULL,
      stream_arn TEXT NOT NULL, status TEXT NOT NULL, description TEXT, precision TEXT NOT NULL,
      UNIQUE (table_id, stream_arn));
    CREATE TABLE dynamodb_kinesis_records (id INTEGER PRIMARY KEY AUTOINCREMENT, destination INTEGER NOT NULL,
      time INTEGER NOT NULL, kind INTEGER NOT NULL, is_expiry INTEGER NOT NULL, event_id TEXT NOT NULL,
      keys BLOB NOT NULL, new BLOB, old BLOB);
    CREATE TABLE dynamodb_kinesis_ended (id INTEGER PRIMARY KEY);
    CREATE INDEX dynamodb_kinesis_records_destination ON dynamodb_kinesis_records (destination, id);
    """
  ]

  struct Record: Sendable {
    var id: Int
    /// Microseconds since 1970.
    var time: Int
    var kind: ItemChange.Kind
    var isByTimeToLive: Bool
    var eventID: String
    var keys: Item
    var new: Item?
    var old: Item?
  }

  private let database: Database
  private var round: Round { database.round }
  /// By their tables' numbers.
  private(set) var destinations: [Int: [KinesisDestination]] = [:]
  private let insert: Statement

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb-kinesis", steps: DestinationStore.schema)
    insert = try database.prepare(
      """
      INSERT INTO dynamodb_kinesis_records (destination, time, kind, is_expiry, event_id, keys, new, old)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    try database.prepare(
      "SELECT id, table_id, stream_arn, status, description, precision FROM dynamodb_kinesis_destinations ORDER BY id"
    ).each([]) { row in
      destinations[row.int(1), default: []].append(
        KinesisDestination(
          id: row.int(0), tableID: row.int(1), streamARN: row.text(2), status: row.text(3),
          statusDescription: row.text(orNil: 4), precision: row.text(5)))
      return true
    }
  }

  private func checked<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  private func remember(_ tableID: Int) {
    let before = destinations[tableID]
    round.onUndo { [self] in destinations[tableID] = before }
  }

  func takesRecords(tableID: Int) -> Bool { destinations[tableID]?.contains { $0.takesRecords } ?? false }

  /// Makes the destination, or puts another state in the place of its own.
  func set(
    tableID: Int, _ streamARN: String, status: String, description: String? = nil, precision: String
  ) throws(AWSError) {
    remember(tableID)
    var all = destinations[tableID] ?? []
    let place = all.firstIndex { $0.streamARN == streamARN }
    // One that begins anew has another number: what waited for the old one is not for it.
    let isNew = status == "ENABLING"
    if let place, isNew || (all[place].takesRecords && status != "ACTIVE") { try end(all[place].id) }
    if let place, !isNew {
      all[place].status = status
      all[place].statusDescription = description
      all[place].precision = precision
      try checked { () throws(DatabaseError) in
        try database.prepare(
          "UPDATE dynamodb_kinesis_destinations SET status = ?, description = ?, precision = ? WHERE id = ?"
        ).run(.text(status), .text(orNull: description), .text(precision), .int(all[place].id))
      }
    } else {
      try checked { () throws(DatabaseError) in
        try database.prepare("DELETE FROM dynamodb_kinesis_destinations WHERE table_id = ? AND stream_arn = ?").run(
          .int(tableID), .text(streamARN))
        try database.prepare(
          """
          INSERT INTO dynamodb_kinesis_destinations (table_id, stream_arn, status, description, precision)
            VALUES (?, ?, ?, ?, ?)
          """
        ).run(.int(tableID), .text(streamARN), .text(status), .text(orNull: description), .text(precision))
      }
      all.removeAll { $0.streamARN == streamARN }
      all.append(
        KinesisDestination(
          id: database.lastInsertedRow, tableID: tableID, streamARN: streamARN, status: status,
          statusDescription: description, precision: precision))
    }
    destinations[tableID] = all
  }

  /// What waits for the destination is dropped, in pages.
  private func end(_ id: Int) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("INSERT OR IGNORE INTO dynamodb_kinesis_ended VALUES (?)").run(.int(id))
    }
  }

  /// The table is deleted; what was not delivered is swept.
  func forget(tableID: Int) throws(AWSError) {
    if destinations[tableID] == nil { return }
    remember(tableID)
    for destination in destinations[tableID] ?? [] { try end(destination.id) }
    try checked { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_kinesis_destinations WHERE table_id = ?").run(.int(tableID))
    }
    destinations[tableID] = nil
  }

  // MARK: Records

  func append(_ change: ItemChange, eventID: String) throws(AWSError) {
    for destination in destinations[change.table.id] ?? [] where destination.takesRecords {
      try checked { () throws(DatabaseError) in
        insert.bind(1, destination.id)
        insert.bind(2, change.milliseconds * 1000)
        insert.bind(3, change.kind.rawValue)
        insert.bind(4, change.isByTimeToLive ? 1 : 0)
        insert.bind(5, eventID)
        insert.bind(6, change.keys.bytes)
        insert.bind(7, change.new?.bytes)
        insert.bind(8, change.old?.bytes)
        try insert.run()
      }
    }
  }

  /// The oldest records that wait for the destination.
  func waiting(for destination: Int, limit: Int) throws(AWSError) -> [Record] {
    try checked { () throws(DatabaseError) in
      try database.prepare(
        """
        SELECT id, time, kind, is_expiry, event_id, keys, new, old FROM dynamodb_kinesis_records
          WHERE destination = ? ORDER BY id LIMIT ?
        """
      ).all([.int(destination), .int(limit)]) { row in
        Record(
          id: row.int(0), time: row.int(1), kind: ItemChange.Kind(rawValue: row.int(2)) ?? .modify,
          isByTimeToLive: row.int(3) != 0, eventID: row.text(4), keys: Item(bytes: row.blob(5)),
          new: row.blob(orNil: 6).map { Item(bytes: $0) }, old: row.blob(orNil: 7).map { Item(bytes: $0) })
      }
    }
  }

  func delivered(_ destination: Int, through id: Int) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_kinesis_records WHERE destination = ? AND id <= ?").run(
        .int(destination), .int(id))
    }
  }

  /// One page of records of a destination that ended; false when nothing is left.
  func sweep() throws(AWSError) -> Bool {
    try checked { () throws(DatabaseError) in
      let ended = try database.prepare("SELECT id FROM dynamodb_kinesis_ended LIMIT 1").first([]) { $0.int(0) }
      guard let ended else { return false }
      try database.prepare(
        """
        DELETE FROM dynamodb_kinesis_records WHERE id IN
          (SELECT id FROM dynamodb_kinesis_records WHERE destination = ? LIMIT 500)
        """
      ).run(.int(ended))
      if database.changes < 500 {
        try database.prepare("DELETE FROM dynamodb_kinesis_ended WHERE id = ?").run(.int(ended))
      }
      return true
    }
  }
}
