import Protocols
import Runtime
import Storage

/// The streams of tables, their shards and records. Loop only.
///
/// A record's row number is its shard's number and a counter, so reading a shard is a walk over row numbers.
final class StreamStore {
  private static let schema = [
    """
    CREATE TABLE dynamodb_streams (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      table_name TEXT NOT NULL, table_id INTEGER NOT NULL, label TEXT NOT NULL, created INTEGER NOT NULL,
      view_type TEXT NOT NULL, partition_name TEXT NOT NULL, partition_type INTEGER NOT NULL, sort_name TEXT,
      sort_type INTEGER, disabled INTEGER);
    CREATE TABLE dynamodb_stream_shards (id INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL,
      name TEXT NOT NULL, parent TEXT, part INTEGER NOT NULL, created INTEGER NOT NULL, closed INTEGER,
      last INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE dynamodb_stream_records (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind INTEGER NOT NULL,
      is_expiry INTEGER NOT NULL, size INTEGER NOT NULL, keys BLOB NOT NULL, new BLOB, old BLOB);
    """
  ]

  /// Rows that one statement touches at the most.
  private static let page = 500
  /// Parts of a table paid by request; a provisioned one has one (recorded from AWS: four shards).
  private static let onDemandParts = 4

  let database: Database
  var round: Round { database.round }
  /// By their ARNs.
  private(set) var streams: [String: TableStream] = [:]
  /// The streams that record, by their tables' numbers.
  private(set) var recording: [Int: TableStream] = [:]
  /// The stream that a table had last, by the table's number.
  private(set) var latest: [Int: TableStream] = [:]
  private var ids = IDs()

  private let insertRecord: Statement
  private let selectRecords: Statement

  struct StoredRecord {
    var counter: Int
    /// Milliseconds since 1970.
    var time: Int
    var kind: ItemChange.Kind
    /// TTL deleted the item.
    var isByTimeToLive: Bool
    var size: Int
    var keys: Item
    var new: Item?
    var old: Item?
  }

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb-streams", steps: StreamStore.schema)
    insertRecord = try database.prepare(
      """
      INSERT INTO dynamodb_stream_records (id, time, kind, is_expiry, size, keys, new, old) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    selectRecords = try database.prepare(
      """
      SELECT id, time, kind, is_expiry, size, keys, new, old FROM dynamodb_stream_records WHERE id >= ? AND id < ?
        ORDER BY id LIMIT ?
      """)
    try load()
  }

  private func load() throws {
    let found = try database.prepare(
      """
      SELECT id, account, region, table_name, table_id, label, created, view_type, partition_name, partition_type,
        sort_name, sort_type, disabled FROM dynamodb_streams ORDER BY id
      """
    ).all([]) { row in
      TableStream(
        id: row.int(0), account: row.text(1), region: row.text(2), tableName: row.text(3), tableID: row.int(4),
        label: row.text(5), created: row.int(6), viewType: StreamViewType(rawValue: row.text(7)) ?? .keysOnly,
        key: TableKey(
          KeyAttribute(row.text(8), Self.type(row.int(9))),
          row.text(orNil: 10).map { KeyAttribute($0, Self.type(row.int(11))) }), disabled: row.int(orNil: 12))
    }
    var byID: [Int: TableStream] = [:]
    for stream in found {
      byID[stream.id] = stream
      // Forgotten by a reset that was not swept to its end.
      if stream.disabled == 0 {
        doomed.append(stream)
        continue
      }
      streams[stream.arn] = stream
      latest[stream.tableID] = stream
      if stream.disabled == nil { recording[stream.tableID] = stream }
    }
    let lastOf = try database.prepare(
      "SELECT id FROM dynamodb_stream_records WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1")
    let shards = try database.prepare(
      "SELECT id, stream, name, parent, part, created, closed, last FROM dynamodb_stream_shards ORDER BY id"
    ).all([]) { row in
      let shard = StreamShard(
        row: row.int(0), id: row.text(2), parent: row.text(orNil: 3), part: row.int(4), created: row.int(5),
        closed: row.int(orNil: 6))
      shard.lastCounter = row.int(7)
      return (stream: row.int(1), shard: shard)
    }
    for (stream, shard) in shards {
      if shard.isOpen {
        let bounds = Self.rows(of: shard)
        let last = try lastOf.first([.int(bounds.lowerBound), .int(bounds.upperBound)]) { $0.int(0) }
        if let last { shard.lastCounter = max(shard.lastCounter, StreamSequenceNumber(row: last).counter) }
      }
      byID[stream]?.shards.append(shard)
    }
    for stream in found { stream.shards.sort { $0.id < $1.id } }
  }

  private static func type(_ raw: Int) -> AttributeType { AttributeType(rawValue: UInt8(raw)) ?? .string }

  private static func rows(of shard: StreamShard) -> Range<Int> {
    let first = StreamSequenceNumber(shard: shard.row, counter: 0).row
    return first..<(first + 1 << StreamSequenceNumber.counterBits)
  }

  private func checked<Result>(_ body: () throws -> Result) throws(AWSError) -> Result {
    do { return try body() } catch let error as AWSError { throw error } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Enabling and disabling

  /// Begins a stream of the table; it records at once.
  func enable(_ table: Table, _ viewType: StreamViewType, now: Int) throws(AWSError) -> TableStream {
    // A label tells the streams of one name apart: two within a millisecond get two.
    var created = now
    while streams[TableStream.arn(of: table, TableStream.label(at: created))] != nil { created += 1 }
    let label = TableStream.label(at: created)
    return try checked {
      try database.prepare(
        """
        INSERT INTO dynamodb_streams (account, region, table_name, table_id, label, created, view_type, partition_name,
          partition_type, sort_name, sort_type) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .text(table.account), .text(table.region), .text(table.name), .int(table.id), .text(label), .int(created),
        .text(viewType.rawValue), .text(table.key.partition.text), .int(Int(table.key.partition.type.rawValue)),
        .text(orNull: table.key.sort?.text), .int(orNull: table.key.sort.map { Int($0.type.rawValue) }))
      let stream = TableStream(
        id: database.lastInsertedRow, account: table.account, region: table.region, tableName: table.name,
        tableID: table.id, label: label, created: created, viewType: viewType, key: table.key, disabled: nil)
      let parts = table.throughput == nil ? StreamStore.onDemandParts : 1
      for part in 0..<parts { try open(part, after: nil, of: stream, now: created) }
      stream.shards.sort { $0.id < $1.id }
      let before = latest[table.id]
      streams[stream.arn] = stream
      recording[table.id] = stream
      latest[table.id] = stream
      round.onUndo { [self] in
        streams[stream.arn] = nil
        recording[table.id] = nil
        latest[table.id] = before
      }
      return stream
    }
  }

  /// Ends the table's stream: its shards are closed, its records stay for a day.
  func disable(tableID: Int, now: Int) throws(AWSError) {
    guard let stream = recording[tableID] else { return }
    try checked {
      try database.prepare("UPDATE dynamodb_streams SET disabled = ? WHERE id = ?").run(.int(now), .int(stream.id))
      for shard in stream.shards where shard.isOpen { try close(shard, now: now) }
    }
    stream.disabled = now
    recording[tableID] = nil
    round.onUndo { [self] in
      stream.disabled = nil
      recording[tableID] = stream
    }
  }

  /// Streams of an account, or all of them, with their records: what a reset forgets. The records are swept.
  func forget(account: String?) throws(AWSError) {
    for stream in Array(streams.values) where account == nil || stream.account == account {
      if stream.disabled == nil { try disable(tableID: stream.tableID, now: 0) }
      try checked {
        try database.prepare("UPDATE dynamodb_streams SET disabled = 0 WHERE id = ?").run(.int(stream.id))
        try database.prepare("UPDATE dynamodb_stream_shards SET closed = 0 WHERE stream = ?").run(.int(stream.id))
      }
      let disabled = stream.disabled
      let last = latest[stream.tableID]
      stream.disabled = 0
      streams[stream.arn] = nil
      latest[stream.tableID] = nil
      doomed.append(stream)
      round.onUndo { [self] in
        stream.disabled = disabled
        streams[stream.arn] = stream
        latest[stream.tableID] = last
        doomed.removeAll { $0 === stream }
      }
    }
  }

  /// Forgotten streams whose rows are still there.
  private var doomed: [TableStream] = []

  // MARK: Shards

  @discardableResult
  private func open(
    _ part: Int, after parent: StreamShard?, of stream: TableStream, now: Int
  ) throws -> StreamShard {
    var id = StreamShard.id(at: now, ids.hex(8))
    // The ids order the shards, a child comes behind its parent.
    while stream.shards.contains(where: { $0.id == id }) || parent.map({ $0.id >= id }) ?? false {
      id = StreamShard.id(at: now + 1, ids.hex(8))
    }
    try database.prepare(
      "INSERT INTO dynamodb_stream_shards (stream, name, parent, part, created) VALUES (?, ?, ?, ?, ?)"
    ).run(.int(stream.id), .text(id), .text(orNull: parent?.id), .int(part), .int(now))
    let shard = StreamShard(
      row: database.lastInsertedRow, id: id, parent: parent?.id, part: part, created: now, closed: nil)
    stream.shards.append(shard)
    round.onUndo { stream.shards.removeAll { $0 === shard } }
    return shard
  }

  private func close(_ shard: StreamShard, now: Int) throws {
    try database.prepare("UPDATE dynamodb_stream_shards SET closed = ?, last = ? WHERE id = ?").run(
      .int(now), .int(shard.lastCounter), .int(shard.row))
    shard.closed = now
    round.onUndo { shard.closed = nil }
  }

  private func roll(_ shard: StreamShard, of stream: TableStream, now: Int) throws -> StreamShard {
    try close(shard, now: now)
    let child = try open(shard.part, after: shard, of: stream, now: now)
    stream.shards.sort { $0.id < $1.id }
    return child
  }

  /// Rolls the shards whose time is over although nothing is written.
  func rollShards(now: Int, _ rolled: (TableStream) -> Void) throws(AWSError) {
    try checked {
      for stream in recording.values {
        for shard in stream.shards where shard.isOpen && shard.isFull(now: now) {
          _ = try roll(shard, of: stream, now: now)
          rolled(stream)
        }
      }
    }
  }

  // MARK: Records

  /// Appends the change to the table's stream. Loop only, in the transaction of the write.
  func append(_ change: ItemChange, to stream: TableStream) throws(AWSError) {
    let now = change.milliseconds
    // The first byte of the hash, as the parts of a scan divide it.
    let part = stream.shards.count > 1 ? Int(change.key[ItemKey.hashOffset] >> 6) : 0
    guard var shard = stream.openShard(of: part) ?? stream.openShard(of: 0) else {
      throw AWSError.internal("the stream \(stream.arn) has no open shard")
    }
    let keys = change.keys
    let new = stream.viewType.showsNew ? change.new : nil
    let old = stream.viewType.showsOld ? change.old : nil
    let size = ItemSize.of(keys) + (new.map { ItemSize.of($0) } ?? 0) + (old.map { ItemSize.of($0) } ?? 0)
    try checked {
      if shard.isFull(now: now) { shard = try roll(shard, of: stream, now: now) }
      let counter = shard.lastCounter + 1
      insertRecord.bind(1, StreamSequenceNumber(shard: shard.row, counter: counter).row)
      insertRecord.bind(2, now)
      insertRecord.bind(3, change.kind.rawValue)
      insertRecord.bind(4, change.isByTimeToLive ? 1 : 0)
      insertRecord.bind(5, size)
      insertRecord.bind(6, keys.bytes)
      insertRecord.bind(7, new?.bytes)
      insertRecord.bind(8, old?.bytes)
      try insertRecord.run()
      shard.lastCounter = counter
      shard.bytes += size
      round.onUndo { [shard] in
        shard.lastCounter -= 1
        shard.bytes -= size
      }
    }
  }

  /// Calls `take` with the shard's records from `counter` on until it answers false.
  func records(
    of shard: StreamShard, from counter: Int, limit: Int, _ take: (StoredRecord) -> Bool
  ) throws(AWSError) {
    try checked {
      selectRecords.bind(1, StreamSequenceNumber(shard: shard.row, counter: counter).row)
      selectRecords.bind(2, Self.rows(of: shard).upperBound)
      selectRecords.bind(3, limit)
      defer { selectRecords.reset() }
      while try selectRecords.step() {
        let record = StoredRecord(
          counter: StreamSequenceNumber(row: selectRecords.int(0)).counter, time: selectRecords.int(1),
          kind: ItemChange.Kind(rawValue: selectRecords.int(2)) ?? .modify,
          isByTimeToLive: selectRecords.int(3) != 0, size: selectRecords.int(4),
          keys: Item(bytes: selectRecords.blob(5)), new: selectRecords.blob(orNil: 6).map { Item(bytes: $0) },
          old: selectRecords.blob(orNil: 7).map { Item(bytes: $0) })
        if !take(record) { return }
      }
    }
  }

  /// The counter of the shard's first record that is not past its time; nil when there is none.
  func trimHorizon(of shard: StreamShard, now: Int) throws(AWSError) -> Int? {
    try checked {
      let bounds = Self.rows(of: shard)
      // Records of a shard are in the order of their times; what is past is swept, so few are passed over.
      let row = try database.prepare(
        "SELECT id FROM dynamodb_stream_records WHERE id >= ? AND id < ? AND time > ? ORDER BY id LIMIT 1"
      ).first([.int(bounds.lowerBound), .int(bounds.upperBound), .int(now - TableStream.retention)]) { $0.int(0) }
      return row.map { StreamSequenceNumber(row: $0).counter }
    }
  }

  // MARK: Sweeping

  /// One page of what is past its time; false when nothing is left to sweep.
  func sweep(now: Int) throws(AWSError) -> Bool {
    try checked {
      let limit = now - TableStream.retention
      for stream in Array(streams.values) + doomed {
        let streamLimit = stream.disabled == 0 ? Int.max : limit
        for shard in stream.shards {
          let bounds = Self.rows(of: shard)
          try database.prepare(
            """
            DELETE FROM dynamodb_stream_records WHERE id IN (SELECT id FROM
              (SELECT id, time FROM dynamodb_stream_records WHERE id >= ? AND id < ? ORDER BY id LIMIT \(Self.page))
              WHERE time <= ?)
            """
          ).run(.int(bounds.lowerBound), .int(bounds.upperBound), .int(streamLimit))
          if database.changes > 0 { return true }
          if let closed = shard.closed, closed <= streamLimit {
            try database.prepare("DELETE FROM dynamodb_stream_shards WHERE id = ?").run(.int(shard.row))
            let shards = stream.shards
            stream.shards.removeAll { $0 === shard }
            round.onUndo { stream.shards = shards }
            return true
          }
        }
        if let disabled = stream.disabled, disabled <= streamLimit, stream.shards.isEmpty {
          try remove(stream)
          return true
        }
      }
      return false
    }
  }

  private func remove(_ stream: TableStream) throws {
    try database.prepare("DELETE FROM dynamodb_streams WHERE id = ?").run(.int(stream.id))
    let wasKnown = streams[stream.arn] === stream
    let wasLatest = latest[stream.tableID] === stream
    if wasKnown { streams[stream.arn] = nil }
    if wasLatest { latest[stream.tableID] = nil }
    let before = doomed
    doomed.removeAll { $0 === stream }
    round.onUndo { [self] in
      if wasKnown { streams[stream.arn] = stream }
      if wasLatest { latest[stream.tableID] = stream }
      doomed = before
    }
  }
}
