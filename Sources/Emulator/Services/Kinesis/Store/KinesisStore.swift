import Protocols
import Storage

/// The tables of Kinesis and the streams kept beside them. Loop only.
///
/// What a round appends to a shard is one row, a block (`RecordBlock`): SQLite's own work for a row is several times that
/// for a record. A block's row id is its shard's row and the counter of its last record in one integer, so that a shard
/// is a range of the table in the order of its records: appending is an insert at the end of a range, reading a range
/// read, and no index is kept.
final class KinesisStore {
  private static let schema = [
    """
    CREATE TABLE kinesis_streams (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, created INTEGER NOT NULL, mode TEXT NOT NULL, max_record_kib INTEGER NOT NULL,
      retention_hours INTEGER NOT NULL, UNIQUE (account, region, name));
    CREATE TABLE kinesis_shards (id INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, position INTEGER NOT NULL,
      parent INTEGER, adjacent_parent INTEGER, first_hash BLOB NOT NULL, last_hash BLOB NOT NULL,
      created INTEGER NOT NULL, closed INTEGER, UNIQUE (stream, position));
    CREATE TABLE kinesis_records (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, partition_key TEXT NOT NULL,
      data BLOB NOT NULL);
    CREATE TABLE kinesis_tags (stream INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (stream, name)) WITHOUT ROWID;
    CREATE TABLE kinesis_dropped_shards (id INTEGER PRIMARY KEY)
    """,
    // `opened` and `closed_at` are in milliseconds, `created` and `closed` the seconds that sequence numbers carry.
    // `owner` of a tag is a stream's id, or minus a consumer's. `encrypted` of a record: put under a key.
    """
    ALTER TABLE kinesis_streams ADD COLUMN status TEXT NOT NULL DEFAULT 'ACTIVE';
    ALTER TABLE kinesis_streams ADD COLUMN due INTEGER;
    ALTER TABLE kinesis_streams ADD COLUMN pending TEXT;
    ALTER TABLE kinesis_streams ADD COLUMN key_id TEXT;
    ALTER TABLE kinesis_streams ADD COLUMN metrics TEXT NOT NULL DEFAULT '';
    ALTER TABLE kinesis_streams ADD COLUMN warm_throughput INTEGER;
    ALTER TABLE kinesis_streams ADD COLUMN policy TEXT;
    ALTER TABLE kinesis_shards ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE kinesis_shards ADD COLUMN closed_at INTEGER;
    UPDATE kinesis_shards SET opened = created * 1000;
    ALTER TABLE kinesis_records ADD COLUMN encrypted INTEGER;
    ALTER TABLE kinesis_tags RENAME COLUMN stream TO owner;
    CREATE TABLE kinesis_consumers (id INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, name TEXT NOT NULL,
      created INTEGER NOT NULL, status TEXT NOT NULL, due INTEGER, policy TEXT, UNIQUE (stream, name));
    CREATE TABLE kinesis_changes (account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
      time INTEGER NOT NULL);
    CREATE INDEX kinesis_changes_by_stream ON kinesis_changes (account, region, name, kind, time);
    CREATE TABLE kinesis_accounts (account TEXT NOT NULL, region TEXT NOT NULL, started INTEGER, ends INTEGER,
      PRIMARY KEY (account, region)) WITHOUT ROWID
    """,
    blocks,
  ]

  /// `time` of a block is its last record's. With a partition key `data` is that of one record, without one they are
  /// packed (`RecordBlock`). What is asked for alone stands before the data, which may be long.
  static let blocks = """
    CREATE TABLE kinesis_blocks (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, first_time INTEGER NOT NULL,
      time INTEGER NOT NULL, encrypted INTEGER, partition_key TEXT, data BLOB NOT NULL);
    INSERT INTO kinesis_blocks SELECT id, id & 1099511627775, time, time, encrypted, partition_key, data
      FROM kinesis_records;
    DROP TABLE kinesis_records
    """

  /// Bits of a block's row id that are a counter.
  static let counterBits = 40
  static let counterMask = 1 << counterBits - 1
  /// Rows that one step of the sweep deletes.
  static let page = 100

  let database: Database
  var round: Round { database.round }
  private(set) var streams: [Key: Stream] = [:]
  private var byID: [Int: Stream] = [:]
  private var lastFound: Stream?
  /// Operations that have appended records.
  var appends = 0
  /// Shards with an open block.
  var unwritten: [StreamShard] = []

  private let insertStream: Statement
  private let updateStream: Statement
  private let insertShard: Statement
  private let closeShard: Statement
  let insertBlock: Statement
  let selectBlocks: Statement
  let selectPlace: Statement

  struct Key: Hashable {
    var account: String
    var region: String
    var name: String
  }

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "kinesis", steps: KinesisStore.schema)
    insertStream = try database.prepare(
      """
      INSERT INTO kinesis_streams (account, region, name, created, mode, max_record_kib, retention_hours)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    updateStream = try database.prepare(
      """
      UPDATE kinesis_streams SET status = ?, due = ?, pending = ?, mode = ?, max_record_kib = ?, retention_hours = ?,
        key_id = ?, metrics = ?, warm_throughput = ?, policy = ? WHERE id = ?
      """)
    insertShard = try database.prepare(
      """
      INSERT INTO kinesis_shards (stream, position, parent, adjacent_parent, first_hash, last_hash, created, opened)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    closeShard = try database.prepare("UPDATE kinesis_shards SET closed = ?, closed_at = ? WHERE id = ?")
    insertBlock = try database.prepare(
      """
      INSERT INTO kinesis_blocks (id, first, first_time, time, encrypted, partition_key, data) VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    selectBlocks = try database.prepare(
      """
      SELECT id, first, time, encrypted, partition_key, data FROM kinesis_blocks WHERE id >= ? AND id <= ? ORDER BY id
      """)
    selectPlace = try database.prepare(
      "SELECT id, first, first_time, time FROM kinesis_blocks WHERE id >= ? AND id <= ? ORDER BY id LIMIT 1")
    try load()
    round.beforeCommits { [weak self] () throws(DatabaseError) in try self?.writeAll() }
  }

  /// Statements that fail become an internal failure, with the cause in the log.
  func reporting<R>(_ body: () throws(DatabaseError) -> R) throws(AWSError) -> R {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  static func firstRow(of shard: Int) -> Int { shard << counterBits }
  static func lastRow(of shard: Int) -> Int { (shard + 1) << counterBits - 1 }

  // MARK: Streams

  func stream(_ account: String, _ region: String, _ name: String) -> Stream? {
    // Producers name one stream again and again, and to hash three strings is a tenth of a PutRecord.
    if let last = lastFound, last.name == name, last.account == account, last.region == region { return last }
    lastFound = streams[Key(account: account, region: region, name: name)]
    return lastFound
  }

  func stream(id: Int) -> Stream? { byID[id] }

  /// Whether that account has any stream, in any region.
  func knows(account: String) -> Bool { streams.keys.contains { $0.account == account } }

  /// In byte order of the names.
  func streams(of account: String, in region: String) -> [Stream] {
    streams.values.filter { $0.account == account && $0.region == region }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  func remember(_ stream: Stream) {
    lastFound = nil
    streams[Key(account: stream.account, region: stream.region, name: stream.name)] = stream
    byID[stream.id] = stream
  }

  private func forget(_ stream: Stream) {
    lastFound = nil
    streams[Key(account: stream.account, region: stream.region, name: stream.name)] = nil
    byID[stream.id] = nil
  }

  /// `settings` without a pending change.
  func create(
    _ account: String, _ region: String, _ name: String, _ settings: StreamSettings, shardCount: Int, now: Int
  ) throws(AWSError) -> Stream {
    let stream = try reporting { () throws(DatabaseError) in
      try insertStream.run(
        .text(account), .text(region), .text(name), .int(now), .text(settings.mode), .int(settings.maxRecordKiB),
        .int(settings.retentionHours))
      return Stream(
        id: database.lastInsertedRow, account: account, region: region, name: name, created: now, settings: settings,
        shards: [])
    }
    try put(settings, of: stream)
    // AWS makes shard 0 some seconds before the stream's own creation time; here both are the same second.
    var shards: [StreamShard] = []
    for (index, range) in HashKey.even(shardCount).enumerated() {
      shards.append(
        try addShard(
          to: stream, index: index, parent: nil, adjacentParent: nil, range, created: now / 1000, opened: now))
    }
    stream.set(shards, in: round)
    remember(stream)
    round.onUndo { [self] in forget(stream) }
    return stream
  }

  func put(_ settings: StreamSettings, of stream: Stream) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try updateStream.run(
        .text(settings.status.rawValue), .int(orNull: settings.due), .text(orNull: settings.pending?.text),
        .text(settings.mode), .int(settings.maxRecordKiB), .int(settings.retentionHours),
        .text(orNull: settings.keyID), .text(settings.metrics.joined(separator: ",")),
        .int(orNull: settings.warmThroughput), .text(orNull: settings.policy), .int(stream.id))
    }
    stream.set(settings, in: round)
  }

  /// The stream is gone at once; its records are swept in pages.
  func delete(_ stream: Stream) throws(AWSError) {
    for consumer in stream.consumers { try delete(consumer, of: stream) }
    // Written now: the sweep may come before the end of the round.
    for shard in stream.shards { try write(shard) }
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        "INSERT INTO kinesis_dropped_shards SELECT id FROM kinesis_shards WHERE stream = ?"
      ).run(.int(stream.id))
      try database.prepare("DELETE FROM kinesis_shards WHERE stream = ?").run(.int(stream.id))
      try database.prepare("DELETE FROM kinesis_tags WHERE owner = ?").run(.int(stream.id))
      try database.prepare("DELETE FROM kinesis_streams WHERE id = ?").run(.int(stream.id))
    }
    forget(stream)
    round.onUndo { [self] in remember(stream) }
  }

  // MARK: Shards

  /// Writes a shard; the caller puts it into the stream.
  func addShard(
    to stream: Stream, index: Int, parent: Int?, adjacentParent: Int?, _ range: (start: HashKey, end: HashKey),
    created: Int, opened: Int
  ) throws(AWSError) -> StreamShard {
    let row = try reporting { () throws(DatabaseError) in
      try insertShard.run(
        .int(stream.id), .int(index), .int(orNull: parent), .int(orNull: adjacentParent), .blob(range.start.bytes),
        .blob(range.end.bytes), .int(created), .int(opened))
      return database.lastInsertedRow
    }
    return StreamShard(
      row: row, index: index, parent: parent, adjacentParent: adjacentParent, start: range.start, end: range.end,
      created: created, opened: opened, closing: nil, tail: StreamShard.Tail(counter: 0, time: 0))
  }

  func close(_ shard: StreamShard, _ closing: StreamShard.Closing) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try closeShard.run(.int(closing.second), .int(closing.at), .int(shard.row))
    }
    shard.close(closing, in: round)
  }

  // MARK: Changes within 24 hours; they are remembered beyond the stream's deletion (recorded from AWS)

  func changes(of kind: String, to stream: Stream, since time: Int) throws(AWSError) -> Int {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        """
        SELECT count(*) FROM kinesis_changes WHERE account = ? AND region = ? AND name = ? AND kind = ? AND time > ?
        """
      ).first([.text(stream.account), .text(stream.region), .text(stream.name), .text(kind), .int(time)]) {
        $0.int(0)
      } ?? 0
    }
  }

  func addChange(of kind: String, to stream: Stream, now: Int) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        """
        DELETE FROM kinesis_changes WHERE account = ? AND region = ? AND name = ? AND kind = ? AND time <= ?
        """
      ).run(
        .text(stream.account), .text(stream.region), .text(stream.name), .text(kind), .int(now - 86_400_000))
      try database.prepare("INSERT INTO kinesis_changes VALUES (?, ?, ?, ?, ?)").run(
        .text(stream.account), .text(stream.region), .text(stream.name), .text(kind), .int(now))
    }
  }
}
