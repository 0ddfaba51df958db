import Protocols
import Storage

/// The tables of Kinesis and the streams kept beside them. Loop only.
///
/// A record's row id is its shard's row and its counter in one integer, so that a shard is a range of the table in the
/// order of its records: appending is an insert at the end of a range, reading a range read, and no index is kept.
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
    """
  ]

  /// Bits of a record's row id that are its counter.
  static let counterBits = 40
  /// Rows that one step of the sweep deletes.
  static let page = 500

  private let database: Database
  var round: Round { database.round }
  private(set) var streams: [Key: Stream] = [:]
  private var byID: [Int: Stream] = [:]

  private let insertStream: Statement
  private let insertShard: Statement
  private let insertRecord: Statement
  private let selectRecords: Statement
  private let selectTime: Statement

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
    insertShard = try database.prepare(
      """
      INSERT INTO kinesis_shards (stream, position, parent, adjacent_parent, first_hash, last_hash, created, closed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    insertRecord = try database.prepare(
      "INSERT INTO kinesis_records (id, time, partition_key, data) VALUES (?, ?, ?, ?)")
    selectRecords = try database.prepare(
      "SELECT id, time, partition_key, data FROM kinesis_records WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?")
    selectTime = try database.prepare(
      "SELECT id, time FROM kinesis_records WHERE id >= ? AND id <= ? ORDER BY id LIMIT 1")
    try load()
  }

  private func load() throws {
    let streams = try database.prepare(
      "SELECT id, account, region, name, created, mode, max_record_kib, retention_hours FROM kinesis_streams ORDER BY id"
    )
    let shards = try database.prepare(
      """
      SELECT id, position, parent, adjacent_parent, first_hash, last_hash, created, closed FROM kinesis_shards
      WHERE stream = ? ORDER BY position
      """)
    let tail = try database.prepare(
      "SELECT id, time FROM kinesis_records WHERE id >= ? AND id <= ? ORDER BY id DESC LIMIT 1")
    let rows = try streams.all([]) { row in
      (
        id: row.int(0), account: row.text(1), region: row.text(2), name: row.text(3), created: row.int(4),
        mode: row.text(5), maxRecordKiB: row.int(6), retention: row.int(7)
      )
    }
    for row in rows {
      let found = try shards.all([.int(row.id)]) { shard in
        (
          id: shard.int(0), position: shard.int(1), parent: shard.int(orNil: 2), adjacent: shard.int(orNil: 3),
          start: HashKey(bytes: shard.blob(4)), end: HashKey(bytes: shard.blob(5)), created: shard.int(6),
          closed: shard.int(orNil: 7)
        )
      }
      var all: [StreamShard] = []
      for shard in found {
        let last = try tail.first([.int(shard.id << Self.counterBits), .int(Self.lastRow(of: shard.id))]) { record in
          StreamShard.Tail(counter: record.int(0) & (1 << Self.counterBits - 1), time: record.int(1))
        }
        all.append(
          StreamShard(
            row: shard.id, index: shard.position, parent: shard.parent, adjacentParent: shard.adjacent,
            start: shard.start, end: shard.end, created: shard.created, closed: shard.closed,
            tail: last ?? StreamShard.Tail(counter: 0, time: 0)))
      }
      remember(
        Stream(
          id: row.id, account: row.account, region: row.region, name: row.name, created: row.created, mode: row.mode,
          maxRecordKiB: row.maxRecordKiB, retentionHours: row.retention, shards: all))
    }
  }

  private func remember(_ stream: Stream) {
    streams[Key(account: stream.account, region: stream.region, name: stream.name)] = stream
    byID[stream.id] = stream
  }

  private func forget(_ stream: Stream) {
    streams[Key(account: stream.account, region: stream.region, name: stream.name)] = nil
    byID[stream.id] = nil
  }

  private static func lastRow(of shard: Int) -> Int { (shard + 1) << counterBits - 1 }

  // MARK: Streams

  func stream(_ account: String, _ region: String, _ name: String) -> Stream? {
    streams[Key(account: account, region: region, name: name)]
  }

  func stream(id: Int) -> Stream? { byID[id] }

  /// In byte order of the names.
  func streams(of account: String, in region: String) -> [Stream] {
    streams.values.filter { $0.account == account && $0.region == region }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  func create(
    _ account: String, _ region: String, _ name: String, mode: String, shardCount: Int, maxRecordKiB: Int, now: Int
  ) throws(AWSError) -> Stream {
    do {
      try insertStream.run(
        .text(account), .text(region), .text(name), .int(now), .text(mode), .int(maxRecordKiB), .int(24))
      let id = database.lastInsertedRow
      var shards: [StreamShard] = []
      // AWS makes shard 0 some seconds before the stream's own creation time; here both are the same second.
      for (index, range) in HashKey.even(shardCount).enumerated() {
        try insertShard.run(
          .int(id), .int(index), .null, .null, .blob(range.start.bytes), .blob(range.end.bytes), .int(now / 1000), .null
        )
        shards.append(
          StreamShard(
            row: database.lastInsertedRow, index: index, parent: nil, adjacentParent: nil, start: range.start,
            end: range.end, created: now / 1000, closed: nil, tail: StreamShard.Tail(counter: 0, time: 0)))
      }
      let stream = Stream(
        id: id, account: account, region: region, name: name, created: now, mode: mode, maxRecordKiB: maxRecordKiB,
        retentionHours: 24, shards: shards)
      remember(stream)
      round.onUndo { [self] in forget(stream) }
      return stream
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// The stream is gone at once; its records are swept in pages.
  func delete(_ stream: Stream) throws(AWSError) {
    do {
      try database.prepare(
        "INSERT INTO kinesis_dropped_shards SELECT id FROM kinesis_shards WHERE stream = ?"
      ).run(.int(stream.id))
      try database.prepare("DELETE FROM kinesis_shards WHERE stream = ?").run(.int(stream.id))
      try database.prepare("DELETE FROM kinesis_tags WHERE stream = ?").run(.int(stream.id))
      try database.prepare("DELETE FROM kinesis_streams WHERE id = ?").run(.int(stream.id))
      forget(stream)
      round.onUndo { [self] in remember(stream) }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  func deleteStreams(of account: String?) throws(AWSError) {
    for stream in Array(streams.values) where account == nil || stream.account == account { try delete(stream) }
  }

  func setRetention(_ hours: Int, of stream: Stream) throws(AWSError) {
    do {
      try database.prepare("UPDATE kinesis_streams SET retention_hours = ? WHERE id = ?").run(
        .int(hours), .int(stream.id))
      stream.setRetentionHours(hours, in: round)
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  // MARK: Records

  /// Appends and gives the record's sequence number. Times never go back within a shard, whatever the clock does.
  /// `alone`: it is all that the operation writes, and nothing behind it fails.
  func append(
    _ data: [UInt8], _ partitionKey: String, to shard: StreamShard, now: Int, alone: Bool = false
  ) throws(AWSError) -> SequenceNumber {
    let tail = StreamShard.Tail(counter: shard.tail.counter + 1, time: max(now, shard.tail.time))
    var key = partitionKey
    do {
      try key.withUTF8 { key in
        try data.withUnsafeBytes { data in
          insertRecord.bind(1, shard.row << Self.counterBits | tail.counter)
          insertRecord.bind(2, tail.time)
          insertRecord.bind(lentText: 3, key)
          insertRecord.bind(lent: 4, data)
          if alone { try insertRecord.runAlone() } else { try insertRecord.run() }
        }
      }
    } catch {
      throw AWSError.internal("\(error)")
    }
    shard.setTail(tail, in: round)
    return shard.sequenceNumber(counter: tail.counter, milliseconds: tail.time)
  }

  struct StoredRecord {
    var counter: Int
    /// Milliseconds since 1970.
    var time: Int
    var partitionKey: String
    var data: [UInt8]
  }

  /// Calls `take` with each record from `counter` on, until it answers false or `limit` were given.
  func records(
    of shard: StreamShard, from counter: Int, limit: Int, _ take: (StoredRecord) -> Bool
  ) throws(AWSError) {
    do {
      selectRecords.bind(1, shard.row << Self.counterBits | counter)
      selectRecords.bind(2, Self.lastRow(of: shard.row))
      selectRecords.bind(3, limit)
      defer { selectRecords.reset() }
      while try selectRecords.step() {
        let record = StoredRecord(
          counter: selectRecords.int(0) & (1 << Self.counterBits - 1), time: selectRecords.int(1),
          partitionKey: selectRecords.text(2), data: selectRecords.blob(3))
        if !take(record) { return }
      }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// The first record at or after `counter`: its counter and time.
  func firstRecord(of shard: StreamShard, from counter: Int) throws(AWSError) -> (counter: Int, time: Int)? {
    do {
      selectTime.bind(1, shard.row << Self.counterBits | counter)
      selectTime.bind(2, Self.lastRow(of: shard.row))
      defer { selectTime.reset() }
      guard try selectTime.step() else { return nil }
      return (selectTime.int(0) & (1 << Self.counterBits - 1), selectTime.int(1))
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// The counter of the first record of that time or later, by halving: times grow with the counters. One past the last
  /// record when there is none.
  func counter(of shard: StreamShard, atOrAfter milliseconds: Int) throws(AWSError) -> Int {
    var low = 1
    var high = shard.tail.counter + 1
    while low < high {
      let middle = low + (high - low) / 2
      guard let found = try firstRecord(of: shard, from: middle) else {
        high = middle
        continue
      }
      if found.time >= milliseconds { high = middle } else { low = found.counter + 1 }
    }
    return try firstRecord(of: shard, from: low)?.counter ?? low
  }

  /// The first counter that retention has not trimmed.
  func trimHorizon(of shard: StreamShard, in stream: Stream, now: Int) throws(AWSError) -> Int {
    let oldest = now - stream.retentionMilliseconds
    guard let first = try firstRecord(of: shard, from: 0) else { return shard.tail.counter + 1 }
    return first.time >= oldest ? first.counter : try counter(of: shard, atOrAfter: oldest)
  }

  // MARK: Tags

  func tags(of stream: Stream) throws(AWSError) -> [(name: String, value: String)] {
    do {
      return try database.prepare("SELECT name, value FROM kinesis_tags WHERE stream = ? ORDER BY name").all([
        .int(stream.id)
      ]) { ($0.text(0), $0.text(1)) }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  func setTag(_ name: String, _ value: String, of stream: Stream) throws(AWSError) {
    do {
      try database.prepare("INSERT OR REPLACE INTO kinesis_tags VALUES (?, ?, ?)").run(
        .int(stream.id), .text(name), .text(value))
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  func removeTag(_ name: String, of stream: Stream) throws(AWSError) {
    do {
      try database.prepare("DELETE FROM kinesis_tags WHERE stream = ? AND name = ?").run(.int(stream.id), .text(name))
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  // MARK: Sweeping

  /// Deletes one page of what nobody can read any more; true while there may be more.
  func sweep(now: Int64) throws(AWSError) -> Bool {
    do {
      let dropped = try database.prepare("SELECT id FROM kinesis_dropped_shards LIMIT 1").first([]) { $0.int(0) }
      if let dropped {
        if try deletePage(from: dropped << Self.counterBits, to: Self.lastRow(of: dropped)) == 0 {
          try database.prepare("DELETE FROM kinesis_dropped_shards WHERE id = ?").run(.int(dropped))
        }
        return true
      }
      for stream in streams.values {
        for shard in stream.shards {
          let horizon = try trimHorizon(of: shard, in: stream, now: Int(now))
          // The last record stays as the shard's memory of its counter.
          let last = min(horizon - 1, shard.tail.counter - 1)
          if last < 1 { continue }
          let base = shard.row << Self.counterBits
          if try deletePage(from: base, to: base | last) > 0 { return true }
        }
      }
      return false
    } catch let error as AWSError {
      throw error
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  private func deletePage(from first: Int, to last: Int) throws(DatabaseError) -> Int {
    try database.prepare(
      """
      DELETE FROM kinesis_records WHERE id >= ?1 AND id <= ?2
        AND id <= (SELECT max(id) FROM (SELECT id FROM kinesis_records WHERE id >= ?1 ORDER BY id LIMIT \(Self.page)))
      """
    ).run(.int(first), .int(last))
    return database.changes
  }
}
