import Protocols
import Storage

/// Records.
extension KinesisStore {
  /// The records that one operation appends.
  struct Append {
    /// Of no other operation.
    fileprivate(set) var number: Int
    var now: Int
    fileprivate var isEncrypted: Bool
    fileprivate var isAlone: Bool
  }

  /// `alone`: one record, which is all that the operation writes, and nothing behind it fails.
  func beginAppend(to stream: Stream, now: Int, alone: Bool = false) -> Append {
    appends += 1
    return Append(number: appends, now: now, isEncrypted: stream.settings.keyID != nil, isAlone: alone)
  }

  /// Appends and gives the record's sequence number. Times never go back within a shard, whatever the clock does.
  func append(
    _ data: [UInt8], _ partitionKey: String, to shard: StreamShard, _ append: Append
  ) throws(AWSError) -> SequenceNumber {
    let tail = StreamShard.Tail(counter: shard.tail.counter + 1, time: max(append.now, shard.tail.time))
    let insert = append.isEncrypted ? insertEncryptedRecord : insertRecord
    var key = partitionKey
    do {
      try key.withUTF8 { key in
        try data.withUnsafeBytes { data in
          insert.bind(1, Self.firstRow(of: shard.row) | tail.counter)
          insert.bind(2, tail.time)
          insert.bind(lentText: 3, key)
          insert.bind(lent: 4, data)
          if append.isAlone { try insert.runAlone() } else { try insert.run() }
        }
      }
    } catch {
      throw AWSError.internal("\(error)")
    }
    shard.setTail(tail, of: append, in: round)
    return shard.sequenceNumber(counter: tail.counter, milliseconds: tail.time)
  }

  struct StoredRecord {
    var counter: Int
    /// Milliseconds since 1970.
    var time: Int
    var partitionKey: String
    var data: [UInt8]
    /// Put under a key.
    var isEncrypted: Bool
  }

  /// Calls `take` with each record from `counter` on, until it answers false or `limit` were given.
  func records(
    of shard: StreamShard, from counter: Int, limit: Int, _ take: (StoredRecord) -> Bool
  ) throws(AWSError) {
    do {
      selectRecords.bind(1, Self.firstRow(of: shard.row) | counter)
      selectRecords.bind(2, Self.lastRow(of: shard.row))
      selectRecords.bind(3, limit)
      defer { selectRecords.reset() }
      while try selectRecords.step() {
        let record = StoredRecord(
          counter: selectRecords.int(0) & Self.counterMask, time: selectRecords.int(1),
          partitionKey: selectRecords.text(2), data: selectRecords.blob(3), isEncrypted: selectRecords.int(4) != 0)
        if !take(record) { return }
      }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// The first record at or after `counter`: its counter and time.
  func firstRecord(of shard: StreamShard, from counter: Int) throws(AWSError) -> (counter: Int, time: Int)? {
    do {
      selectTime.bind(1, Self.firstRow(of: shard.row) | counter)
      selectTime.bind(2, Self.lastRow(of: shard.row))
      defer { selectTime.reset() }
      guard try selectTime.step() else { return nil }
      return (selectTime.int(0) & Self.counterMask, selectTime.int(1))
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

  // MARK: Sweeping

  /// Deletes one page of what nobody can read any more; true while there may be more.
  func sweep(now: Int64) throws(AWSError) -> Bool {
    let dropped = try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT id FROM kinesis_dropped_shards LIMIT 1").first([]) { $0.int(0) }
    }
    if let dropped {
      if try deletePage(from: Self.firstRow(of: dropped), to: Self.lastRow(of: dropped)) == 0 {
        try reporting { () throws(DatabaseError) in
          try database.prepare("DELETE FROM kinesis_dropped_shards WHERE id = ?").run(.int(dropped))
        }
      }
      return true
    }
    for stream in streams.values {
      if try dropExpiredShards(of: stream, now: Int(now)) { return true }
      for shard in stream.shards {
        let horizon = try trimHorizon(of: shard, in: stream, now: Int(now))
        // The last record stays as the shard's memory of its counter.
        let last = min(horizon - 1, shard.tail.counter - 1)
        if last < 1 { continue }
        let base = Self.firstRow(of: shard.row)
        if try deletePage(from: base, to: base | last) > 0 { return true }
      }
    }
    return false
  }

  /// Closed shards whose records are all past their retention go; the newest shard of a stream is never closed.
  private func dropExpiredShards(of stream: Stream, now: Int) throws(AWSError) -> Bool {
    let horizon = now - stream.retentionMilliseconds
    let expired = stream.shards.filter { $0.closing.map { $0.at < horizon } ?? false }.prefix(Self.page)
    if expired.isEmpty { return false }
    for shard in expired {
      try reporting { () throws(DatabaseError) in
        try database.prepare("INSERT INTO kinesis_dropped_shards VALUES (?)").run(.int(shard.row))
        try database.prepare("DELETE FROM kinesis_shards WHERE id = ?").run(.int(shard.row))
      }
    }
    let gone = Set(expired.map(\.index))
    stream.set(stream.shards.filter { !gone.contains($0.index) }, in: round)
    return true
  }

  private func deletePage(from first: Int, to last: Int) throws(AWSError) -> Int {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        """
        DELETE FROM kinesis_records WHERE id >= ?1 AND id <= ?2
          AND id <= (SELECT max(id) FROM (SELECT id FROM kinesis_records WHERE id >= ?1 ORDER BY id LIMIT \(Self.page)))
        """
      ).run(.int(first), .int(last))
      return database.changes
    }
  }
}
