import Protocols
import Runtime
import Storage

/// The tables of CloudWatch Logs. Loop only.
///
/// Events are rows in the order of their arrival, found by group or by stream in the order of their times.
final class LogsStore {
  private static let schema = [
    """
    CREATE TABLE logs_groups (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, created INTEGER NOT NULL, retention_days INTEGER, stored_bytes INTEGER NOT NULL,
      UNIQUE (account, region, name));
    CREATE TABLE logs_streams (id INTEGER PRIMARY KEY AUTOINCREMENT, log_group INTEGER NOT NULL, name TEXT NOT NULL,
      created INTEGER NOT NULL, first_event INTEGER, last_event INTEGER, last_ingestion INTEGER,
      UNIQUE (log_group, name));
    CREATE INDEX logs_streams_time ON logs_streams (log_group, coalesce(last_event, 0), name);
    CREATE TABLE logs_events (id INTEGER PRIMARY KEY AUTOINCREMENT, log_group INTEGER NOT NULL, stream INTEGER NOT NULL,
      time INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL);
    CREATE INDEX logs_events_group ON logs_events (log_group, time);
    CREATE INDEX logs_events_stream ON logs_events (stream, time);
    CREATE TABLE logs_tags (log_group INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (log_group, name)) WITHOUT ROWID;
    CREATE TABLE logs_dropped (column_name TEXT NOT NULL, id INTEGER NOT NULL,
      PRIMARY KEY (column_name, id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE logs_subscriptions (log_group INTEGER NOT NULL, name TEXT NOT NULL, pattern TEXT NOT NULL,
      destination TEXT NOT NULL, role TEXT, distribution TEXT NOT NULL, created INTEGER NOT NULL,
      PRIMARY KEY (log_group, name)) WITHOUT ROWID;
    CREATE TABLE logs_deliveries (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      destination TEXT NOT NULL, partition_key TEXT NOT NULL, payload BLOB NOT NULL, created INTEGER NOT NULL,
      tries INTEGER NOT NULL, due INTEGER NOT NULL);
    CREATE INDEX logs_deliveries_due ON logs_deliveries (due)
    """,
  ]

  /// Rows that one step of the sweep deletes.
  static let page = 500

  let database: Database
  var round: Round { database.round }
  /// The subscription filters of a group, by its row, in the order of their names.
  var filters: [Int: [SubscriptionFilterRecord]] = [:]
  /// Raised once something is in the outbox.
  let deliverySignal = Signal()
  private let insertEvent: Statement
  private let selectStream: Statement

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "logs", steps: LogsStore.schema)
    insertEvent = try database.prepare(
      "INSERT INTO logs_events (log_group, stream, time, ingested, message) VALUES (?, ?, ?, ?, ?)")
    selectStream = try database.prepare(
      "SELECT \(LogsStore.streamColumns) FROM logs_streams WHERE log_group = ? AND name = ?")
    try loadFilters()
  }

  /// Runs statements and tells their failure as one of ours.
  func checked<T>(_ body: () throws -> T) throws(AWSError) -> T {
    do { return try body() } catch let error as AWSError { throw error } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Groups

  private static let groupColumns = "id, account, region, name, created, retention_days, stored_bytes"

  private static func group(_ row: Statement) -> LogGroupRecord {
    LogGroupRecord(
      id: row.int(0), account: row.text(1), region: row.text(2), name: row.text(3), created: row.int(4),
      retentionDays: row.int(orNil: 5), storedBytes: row.int(6))
  }

  func group(_ account: String, _ region: String, _ name: String) throws(AWSError) -> LogGroupRecord? {
    try checked {
      try database.prepare(
        "SELECT \(LogsStore.groupColumns) FROM logs_groups WHERE account = ? AND region = ? AND name = ?"
      ).first([.text(account), .text(region), .text(name)], LogsStore.group)
    }
  }

  /// Up to `limit` groups behind the name `after`, in byte order, whose names begin with `prefix` and contain `part`.
  func groups(
    _ account: String, _ region: String, prefix: String, containing part: String, after: String, limit: Int
  ) throws(AWSError) -> [LogGroupRecord] {
    try checked {
      try database.prepare(
        """
        SELECT \(LogsStore.groupColumns) FROM logs_groups WHERE account = ?1 AND region = ?2 AND name > ?3
          AND name >= ?4 AND substr(name, 1, length(?4)) = ?4 AND instr(name, ?5) > 0 ORDER BY name LIMIT ?6
        """
      ).all(
        [.text(account), .text(region), .text(after), .text(prefix), .text(part), .int(limit)], LogsStore.group)
    }
  }

  func createGroup(_ account: String, _ region: String, _ name: String, now: Int) throws(AWSError) -> LogGroupRecord {
    try checked {
      try database.prepare(
        "INSERT INTO logs_groups (account, region, name, created, stored_bytes) VALUES (?, ?, ?, ?, 0)"
      ).run(.text(account), .text(region), .text(name), .int(now))
      return LogGroupRecord(
        id: database.lastInsertedRow, account: account, region: region, name: name, created: now, retentionDays: nil,
        storedBytes: 0)
    }
  }

  func setRetention(_ days: Int?, of group: LogGroupRecord) throws(AWSError) {
    try checked {
      try database.prepare("UPDATE logs_groups SET retention_days = ? WHERE id = ?").run(
        .int(orNull: days), .int(group.id))
    }
  }

  /// The group is gone at once; its streams and events are swept in pages.
  func delete(_ group: LogGroupRecord) throws(AWSError) {
    try deleteFilters(of: group)
    try checked {
      try database.prepare("DELETE FROM logs_groups WHERE id = ?").run(.int(group.id))
      try database.prepare("DELETE FROM logs_tags WHERE log_group = ?").run(.int(group.id))
      try database.prepare("INSERT INTO logs_dropped VALUES ('log_group', ?)").run(.int(group.id))
    }
  }

  // MARK: Streams

  private static let streamColumns = "id, log_group, name, created, first_event, last_event, last_ingestion"

  private static func stream(_ row: Statement) -> LogStreamRecord {
    LogStreamRecord(
      id: row.int(0), group: row.int(1), name: row.text(2), created: row.int(3), firstEvent: row.int(orNil: 4),
      lastEvent: row.int(orNil: 5), lastIngestion: row.int(orNil: 6))
  }

  func stream(_ name: String, in group: Int) throws(AWSError) -> LogStreamRecord? {
    try checked { try selectStream.first([.int(group), .text(name)], LogsStore.stream) }
  }

  func createStream(_ name: String, in group: Int, now: Int) throws(AWSError) -> LogStreamRecord {
    try checked {
      try database.prepare("INSERT INTO logs_streams (log_group, name, created) VALUES (?, ?, ?)").run(
        .int(group), .text(name), .int(now))
      return LogStreamRecord(
        id: database.lastInsertedRow, group: group, name: name, created: now, firstEvent: nil, lastEvent: nil,
        lastIngestion: nil)
    }
  }

  /// The stream is gone at once; its events are swept in pages.
  func delete(_ stream: LogStreamRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM logs_streams WHERE id = ?").run(.int(stream.id))
      try database.prepare("INSERT INTO logs_dropped VALUES ('stream', ?)").run(.int(stream.id))
    }
  }

  /// Up to `limit` streams by name behind `after`, or before it when descending, whose names begin with `prefix`.
  func streams(
    in group: Int, prefix: String, after: String?, descending: Bool, limit: Int
  ) throws(AWSError) -> [LogStreamRecord] {
    try checked {
      try database.prepare(
        """
        SELECT \(LogsStore.streamColumns) FROM logs_streams WHERE log_group = ?1
          AND (?2 IS NULL OR name \(descending ? "<" : ">") ?2) AND substr(name, 1, length(?3)) = ?3
          ORDER BY name \(descending ? "DESC" : "ASC") LIMIT ?4
        """
      ).all([.int(group), .text(orNull: after), .text(prefix), .int(limit)], LogsStore.stream)
    }
  }

  /// As `streams`, by the time of the last event and then by name.
  func streamsByTime(
    in group: Int, after: (time: Int, name: String)?, descending: Bool, limit: Int
  ) throws(AWSError) -> [LogStreamRecord] {
    try checked {
      let order = descending ? "DESC" : "ASC"
      return try database.prepare(
        """
        SELECT \(LogsStore.streamColumns) FROM logs_streams WHERE log_group = ?1
          AND (?2 IS NULL OR (coalesce(last_event, 0), name) \(descending ? "<" : ">") (?2, ?3))
          ORDER BY coalesce(last_event, 0) \(order), name \(order) LIMIT ?4
        """
      ).all([.int(group), .int(orNull: after?.time), .text(orNull: after?.name), .int(limit)], LogsStore.stream)
    }
  }

  func streamName(_ id: Int) throws(AWSError) -> String? {
    try checked { try database.prepare("SELECT name FROM logs_streams WHERE id = ?").first([.int(id)]) { $0.text(0) } }
  }

  // MARK: Events

  /// Appends events that were checked; brings the stream's times and the group's bytes up to date.
  func append(
    _ events: [(time: Int, message: String)], to stream: LogStreamRecord, now: Int
  ) throws(AWSError) {
    guard let first = events.first, let last = events.last else { return }
    let isFollowed = filters[stream.group] != nil
    var kept: [(row: Int, time: Int, message: String)] = []
    try checked {
      var bytes = 0
      for event in events {
        insertEvent.bind(1, stream.group)
        insertEvent.bind(2, stream.id)
        insertEvent.bind(3, event.time)
        insertEvent.bind(4, now)
        insertEvent.bind(5, event.message)
        try insertEvent.run()
        if isFollowed { kept.append((database.lastInsertedRow, event.time, event.message)) }
        bytes += event.message.utf8.count + LogEventRecord.overhead
      }
      try database.prepare(
        """
        UPDATE logs_streams SET first_event = min(coalesce(first_event, ?1), ?1),
          last_event = max(coalesce(last_event, ?2), ?2), last_ingestion = ?3 WHERE id = ?4
        """
      ).run(.int(first.time), .int(last.time), .int(now), .int(stream.id))
      try database.prepare("UPDATE logs_groups SET stored_bytes = stored_bytes + ? WHERE id = ?").run(
        .int(bytes), .int(stream.group))
    }
    if isFollowed { try deliver(kept, of: stream, now: now) }
  }

  /// The events of a group, or of one stream, between two times (both included) and behind a position: `take` is called
  /// with each in the order of the positions, or in the opposite one, until it answers false.
  func events(
    ofGroup group: Int? = nil, ofStream stream: Int? = nil, from start: Int, through end: Int,
    behind position: EventPosition?, backwards: Bool = false,
    _ take: (_ position: EventPosition, _ row: Statement) -> Bool
  ) throws(AWSError) {
    try checked {
      let column = group != nil ? "log_group" : "stream"
      let bound =
        backwards ? "time <= ?4 AND (time < ?4 OR id < ?5)" : "time >= ?4 AND (time > ?4 OR id > ?5)"
      let order = backwards ? "DESC" : "ASC"
      let statement = try database.prepare(
        """
        SELECT id, time, stream, ingested, message FROM logs_events WHERE \(column) = ?1 AND time >= ?2 AND time <= ?3
          AND \(bound) ORDER BY time \(order), id \(order)
        """)
      let beginning = backwards ? EventPosition(time: .max, row: .max) : EventPosition(time: .min, row: .min)
      let position = position ?? beginning
      try statement.each([
        .int(group ?? stream ?? 0), .int(start), .int(end), .int(position.time), .int(position.row),
      ]) { row in take(EventPosition(time: row.int(1), row: row.int(0)), row) }
    }
  }

  static func event(_ position: EventPosition, _ row: Statement) -> LogEventRecord {
    LogEventRecord(position: position, stream: row.int(2), ingested: row.int(3), message: row.text(4))
  }

  // MARK: Tags

  func tags(of group: LogGroupRecord) throws(AWSError) -> [String: String] {
    try checked {
      var all: [String: String] = [:]
      try database.prepare("SELECT name, value FROM logs_tags WHERE log_group = ?").each([.int(group.id)]) { row in
        all[row.text(0)] = row.text(1)
        return true
      }
      return all
    }
  }

  func setTag(_ name: String, _ value: String, of group: LogGroupRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO logs_tags VALUES (?, ?, ?)").run(
        .int(group.id), .text(name), .text(value))
    }
  }

  func removeTag(_ name: String, of group: LogGroupRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM logs_tags WHERE log_group = ? AND name = ?").run(.int(group.id), .text(name))
    }
  }

  // MARK: Forgetting

  func deleteAll(of account: String?) throws(AWSError) {
    let groups: [LogGroupRecord] = try checked {
      try database.prepare(
        "SELECT \(LogsStore.groupColumns) FROM logs_groups WHERE ?1 IS NULL OR account = ?1"
      ).all([.text(orNull: account)], LogsStore.group)
    }
    for group in groups { try delete(group) }
    try checked {
      if let account {
        try database.prepare("DELETE FROM logs_deliveries WHERE account = ?").run(.text(account))
      } else {
        try database.prepare("DELETE FROM logs_deliveries").run()
      }
    }
  }

  func count() throws(AWSError) -> Int {
    try checked { try database.prepare("SELECT count(*) FROM logs_groups").first([]) { $0.int(0) } ?? 0 }
  }

  /// Deletes one page of what is dropped or past its retention; true while there may be more.
  func sweep(now: Int) throws(AWSError) -> Bool {
    try checked {
      let dropped = try database.prepare("SELECT column_name, id FROM logs_dropped LIMIT 1").first([]) { row in
        (column: row.text(0), id: row.int(1))
      }
      if let dropped {
        if try deletePage("logs_events", "\(dropped.column) = ?1 AND ?2 = 0", dropped.id, 0) > 0 { return true }
        if dropped.column == "log_group", try deletePage("logs_streams", "log_group = ?1 AND ?2 = 0", dropped.id, 0) > 0
        {
          return true
        }
        try database.prepare("DELETE FROM logs_dropped WHERE column_name = ? AND id = ?").run(
          .text(dropped.column), .int(dropped.id))
        return true
      }
      let limited = try database.prepare(
        "SELECT \(LogsStore.groupColumns) FROM logs_groups WHERE retention_days IS NOT NULL"
      ).all([], LogsStore.group)
      for group in limited {
        if try expirePage(of: group, before: group.oldest(now: now)) { return true }
      }
      return false
    }
  }

  /// Deletes one page of a group's events before that time, and takes their bytes off; false when there were none.
  private func expirePage(of group: LogGroupRecord, before oldest: Int) throws -> Bool {
    let bytes =
      try database.prepare(
        """
        SELECT sum(length(CAST(message AS BLOB)) + \(LogEventRecord.overhead)) FROM
          (SELECT message FROM logs_events WHERE log_group = ? AND time < ? ORDER BY time, id LIMIT \(LogsStore.page))
        """
      ).first([.int(group.id), .int(oldest)]) { $0.int(orNil: 0) } ?? nil
    guard let bytes else { return false }
    _ = try deletePage("logs_events", "log_group = ?1 AND time < ?2", group.id, oldest)
    try database.prepare("UPDATE logs_groups SET stored_bytes = max(0, stored_bytes - ?) WHERE id = ?").run(
      .int(bytes), .int(group.id))
    return true
  }

  private func deletePage(_ table: String, _ place: String, _ first: Int, _ second: Int) throws -> Int {
    let order = table == "logs_events" ? "ORDER BY time, id" : ""
    try database.prepare(
      "DELETE FROM \(table) WHERE id IN (SELECT id FROM \(table) WHERE \(place) \(order) LIMIT \(LogsStore.page))"
    ).run(.int(first), .int(second))
    return database.changes
  }
}
