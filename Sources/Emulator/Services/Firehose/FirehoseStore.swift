import Protocols
import Runtime
import Storage

/// The tables of Firehose and the delivery streams kept beside them. Loop only.
///
/// A record's row id is its stream's row and its number in one integer: a batch is a range of the table.
final class FirehoseStore {
  private static let schema = [
    """
    CREATE TABLE firehose_streams (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, created INTEGER NOT NULL, source_arn TEXT, source_role TEXT, source_start INTEGER,
      destination BLOB NOT NULL, UNIQUE (account, region, name));
    CREATE TABLE firehose_tags (stream INTEGER NOT NULL, name TEXT NOT NULL, value TEXT,
      PRIMARY KEY (stream, name)) WITHOUT ROWID;
    CREATE TABLE firehose_records (id INTEGER PRIMARY KEY, arrival INTEGER NOT NULL, shard TEXT, sequence TEXT,
      partition_key TEXT, data BLOB NOT NULL);
    CREATE TABLE firehose_batches (id INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, first INTEGER NOT NULL,
      last INTEGER NOT NULL, object TEXT NOT NULL, error_object TEXT NOT NULL, delivered INTEGER NOT NULL);
    CREATE INDEX firehose_batches_of_stream ON firehose_batches (stream, id);
    CREATE TABLE firehose_positions (stream INTEGER NOT NULL, shard TEXT NOT NULL, sequence TEXT,
      finished INTEGER NOT NULL, PRIMARY KEY (stream, shard)) WITHOUT ROWID;
    CREATE TABLE firehose_dropped (stream INTEGER PRIMARY KEY)
    """,
    // What the function made of a record before its batch was sealed: 0 delivered (its data), 1 dropped, 2 failed (why).
    """
    ALTER TABLE firehose_records ADD COLUMN outcome INTEGER;
    ALTER TABLE firehose_records ADD COLUMN result BLOB
    """,
    """
    ALTER TABLE firehose_streams ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE firehose_streams ADD COLUMN updated INTEGER;
    ALTER TABLE firehose_streams ADD COLUMN key_type TEXT;
    ALTER TABLE firehose_streams ADD COLUMN key_arn TEXT
    """,
  ]

  /// Bits of a record's row id that are its number.
  private static let numberBits = 40
  /// Rows that one step reads or sweeps.
  static let page = 500
  static let pageBytes = 4 << 20

  let database: Database
  var round: Round { database.round }
  private(set) var streams: [Key: DeliveryStream] = [:]
  let insertRecord: Statement
  let selectRecords: Statement

  struct Key: Hashable {
    var account: String
    var region: String
    var name: String
  }

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "firehose", steps: FirehoseStore.schema)
    insertRecord = try database.prepare(
      "INSERT INTO firehose_records (id, arrival, shard, sequence, partition_key, data) VALUES (?, ?, ?, ?, ?, ?)")
    selectRecords = try database.prepare(
      """
      SELECT id, arrival, shard, sequence, partition_key, data, outcome, result FROM firehose_records
      WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?
      """)
    try load()
  }

  private func load() throws {
    let rows = try database.prepare(
      """
      SELECT id, account, region, name, created, source_arn, source_role, source_start, destination, version, updated,
        key_type, key_arn FROM firehose_streams ORDER BY id
      """
    ).all([]) { row in
      (
        id: row.int(0), account: row.text(1), region: row.text(2), name: row.text(3), created: row.int(4),
        source: row.text(orNil: 5).map {
          StreamSource(streamARN: $0, roleARN: row.text(6), start: row.int(7))
        }, destination: row.blob(8), version: row.int(9), updated: row.int(orNil: 10),
        encryption: row.text(orNil: 11).map { StreamEncryption(keyType: $0, keyARN: row.text(orNil: 12)) }
      )
    }
    for row in rows {
      let configuration = Values<ExtendedS3DestinationConfiguration>(
        try Structure(json: row.destination, ExtendedS3DestinationConfiguration.shape))
      let settings = DeliveryStream.Settings(
        destination: try S3Destination(configuration), version: row.version, updated: row.updated,
        encryption: row.encryption)
      remember(
        DeliveryStream(
          id: row.id, account: row.account, region: row.region, name: row.name, created: row.created,
          source: row.source, settings: settings, buffer: try buffer(of: row.id)))
    }
  }

  func buffer(of stream: Int) throws -> DeliveryStream.Buffer {
    var buffer = DeliveryStream.Buffer()
    let batches = try database.prepare(
      "SELECT count(*), max(last) FROM firehose_batches WHERE stream = ?"
    ).first([.int(stream)]) { (count: $0.int(0), last: $0.int(1)) }
    buffer.batches = batches?.count ?? 0
    buffer.sealed = batches?.last ?? 0
    let open = try database.prepare(
      "SELECT count(*), min(id), max(id), sum(length(data)), min(arrival) FROM firehose_records WHERE id > ? AND id <= ?"
    ).first([.int(row(stream, buffer.sealed)), .int(row(stream + 1, 0) - 1)]) { open in
      (count: open.int(0), first: open.int(1), last: open.int(2), bytes: open.int(3), oldest: open.int(4))
    }
    buffer.last = buffer.sealed
    if let open, open.count > 0 {
      buffer.sealed = open.first - row(stream, 0) - 1
      buffer.last = open.last - row(stream, 0)
      buffer.bytes = open.bytes
      buffer.oldest = open.oldest
      buffer.openedAt = open.oldest
    }
    let uncalled = try database.prepare(
      """
      SELECT count(*), sum(length(data)), min(arrival), min(id) FROM firehose_records
      WHERE id > ? AND id <= ? AND outcome IS NULL
      """
    ).first([.int(row(stream, buffer.sealed)), .int(row(stream + 1, 0) - 1)]) { row in
      (count: row.int(0), bytes: row.int(1), oldest: row.int(2), first: row.int(3))
    }
    buffer.called = buffer.last
    if let uncalled, uncalled.count > 0 {
      buffer.called = uncalled.first - row(stream, 0) - 1
      buffer.uncalledBytes = uncalled.bytes
      buffer.uncalledSince = uncalled.oldest
    }
    return buffer
  }

  func row(_ stream: Int, _ number: Int) -> Int { stream << Self.numberBits | number }

  private func remember(_ stream: DeliveryStream) {
    streams[Key(account: stream.account, region: stream.region, name: stream.name)] = stream
    stream.isDeleted = false
  }

  private func forget(_ stream: DeliveryStream) {
    streams[Key(account: stream.account, region: stream.region, name: stream.name)] = nil
    stream.isDeleted = true
  }

  /// Gives the database's failures their place among AWS's errors.
  func reporting<T>(_ body: () throws(DatabaseError) -> T) throws(AWSError) -> T {
    do throws(DatabaseError) { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Delivery streams

  func stream(_ account: String, _ region: String, _ name: String) -> DeliveryStream? {
    streams[Key(account: account, region: region, name: name)]
  }

  /// In byte order of the names.
  func streams(of account: String, in region: String) -> [DeliveryStream] {
    streams.values.filter { $0.account == account && $0.region == region }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  func create(
    _ account: String, _ region: String, _ name: String, source: StreamSource?, _ destination: S3Destination,
    _ encryption: StreamEncryption?, positions: [String: String], now: Int
  ) throws(AWSError) -> DeliveryStream {
    try reporting { () throws(DatabaseError) -> DeliveryStream in
      try database.prepare(
        """
        INSERT INTO firehose_streams (account, region, name, created, source_arn, source_role, source_start, destination,
          key_type, key_arn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .text(account), .text(region), .text(name), .int(now), .text(orNull: source?.streamARN),
        .text(orNull: source?.roleARN), .int(orNull: source?.start),
        .blob(destination.configuration.structure.json), .text(orNull: encryption?.keyType),
        .text(orNull: encryption?.keyARN))
      let stream = DeliveryStream(
        id: database.lastInsertedRow, account: account, region: region, name: name, created: now, source: source,
        settings: DeliveryStream.Settings(destination: destination, encryption: encryption),
        buffer: DeliveryStream.Buffer())
      for (shard, sequence) in positions {
        try setPosition(ShardPosition(sequenceNumber: sequence, isFinished: false), ofShard: shard, stream)
      }
      remember(stream)
      round.onUndo { [self] in forget(stream) }
      return stream
    }
  }

  /// Keeps what was changed of it.
  func update(_ stream: DeliveryStream, _ settings: DeliveryStream.Settings) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        "UPDATE firehose_streams SET destination = ?, version = ?, updated = ?, key_type = ?, key_arn = ? WHERE id = ?"
      ).run(
        .blob(settings.destination.configuration.structure.json), .int(settings.version),
        .int(orNull: settings.updated),
        .text(orNull: settings.encryption?.keyType), .text(orNull: settings.encryption?.keyARN), .int(stream.id))
    }
    stream.setSettings(settings, in: round)
  }

  /// Gone at once, with what it had buffered; its records are swept in pages.
  func delete(_ stream: DeliveryStream) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("INSERT INTO firehose_dropped VALUES (?)").run(.int(stream.id))
      for table in ["firehose_tags", "firehose_batches", "firehose_positions"] {
        try database.prepare("DELETE FROM \(table) WHERE stream = ?").run(.int(stream.id))
      }
      try database.prepare("DELETE FROM firehose_streams WHERE id = ?").run(.int(stream.id))
    }
    forget(stream)
    round.onUndo { [self] in remember(stream) }
  }

  /// Deletes a page of what deleted streams left; false when nothing is left.
  func sweep() throws(AWSError) -> Bool {
    try reporting { () throws(DatabaseError) -> Bool in
      let dropped = try database.prepare("SELECT stream FROM firehose_dropped LIMIT 1").first([]) { $0.int(0) }
      guard let dropped else { return false }
      try database.prepare(
        """
        DELETE FROM firehose_records WHERE id IN
          (SELECT id FROM firehose_records WHERE id >= ? AND id < ? ORDER BY id LIMIT \(Self.page))
        """
      ).run(.int(row(dropped, 0)), .int(row(dropped + 1, 0)))
      if database.changes < Self.page {
        try database.prepare("DELETE FROM firehose_dropped WHERE stream = ?").run(.int(dropped))
      }
      return true
    }
  }

  // MARK: Tags

  /// In byte order of the keys.
  func tags(of stream: DeliveryStream) throws(AWSError) -> [(key: String, value: String?)] {
    try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT name, value FROM firehose_tags WHERE stream = ? ORDER BY name").all(
        [.int(stream.id)]
      ) { ($0.text(0), $0.text(orNil: 1)) }
    }
  }

  func setTag(_ key: String, _ value: String?, of stream: DeliveryStream) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("INSERT OR REPLACE INTO firehose_tags VALUES (?, ?, ?)").run(
        .int(stream.id), .text(key), .text(orNull: value))
    }
  }

  func removeTag(_ key: String, of stream: DeliveryStream) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("DELETE FROM firehose_tags WHERE stream = ? AND name = ?").run(.int(stream.id), .text(key))
    }
  }

  // MARK: Positions in the source

  func positions(of stream: DeliveryStream) throws(AWSError) -> [String: ShardPosition] {
    try reporting { () throws(DatabaseError) in
      var all: [String: ShardPosition] = [:]
      try database.prepare("SELECT shard, sequence, finished FROM firehose_positions WHERE stream = ?").each(
        [.int(stream.id)]
      ) { row in
        all[row.text(0)] = ShardPosition(sequenceNumber: row.text(orNil: 1), isFinished: row.int(2) != 0)
        return true
      }
      return all
    }
  }

  func setPosition(
    _ position: ShardPosition, ofShard shard: String, _ stream: DeliveryStream
  ) throws(DatabaseError) {
    try database.prepare("INSERT OR REPLACE INTO firehose_positions VALUES (?, ?, ?, ?)").run(
      .int(stream.id), .text(shard), .text(orNull: position.sequenceNumber), .int(position.isFinished ? 1 : 0))
  }
}
