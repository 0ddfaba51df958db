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
  }

  func beginAppend(to stream: Stream, now: Int) -> Append {
    appends += 1
    return Append(number: appends, now: now, isEncrypted: stream.isEncrypted)
  }

  /// Appends and gives the record's sequence number. Times never go back within a shard, whatever the clock does. The
  /// record is in the shard's open block, which is written before the round's commit or before somebody reads.
  func append(
    _ data: [UInt8], _ partitionKey: String, to shard: StreamShard, _ append: Append
  ) throws(AWSError) -> SequenceNumber {
    let tail = StreamShard.Tail(counter: shard.tail.counter + 1, time: max(append.now, shard.tail.time))
    if let block = shard.block, !block.takes(encrypted: append.isEncrypted) { try write(shard) }
    if !shard.isUnwritten {
      shard.isUnwritten = true
      unwritten.append(shard)
    }
    shard.append(data, partitionKey, tail, encrypted: append.isEncrypted, by: append.number, in: round)
    return shard.sequenceNumber(counter: tail.counter, milliseconds: tail.time)
  }

  // MARK: Blocks

  /// Before the commit: every open block becomes a row.
  func writeAll() throws(DatabaseError) {
    if unwritten.isEmpty { return }
    let shards = unwritten
    unwritten.removeAll(keepingCapacity: true)
    for shard in shards { shard.isUnwritten = false }
    for shard in shards { try writeBlock(of: shard) }
  }

  /// Writes the open block of a shard: what follows reads its rows, or the block is full.
  func write(_ shard: StreamShard) throws(AWSError) {
    if shard.block == nil { return }
    try reporting { () throws(DatabaseError) in try writeBlock(of: shard) }
  }

  private func writeBlock(of shard: StreamShard) throws(DatabaseError) {
    guard let block = shard.takeBlock(in: round), block.count > 0 else { return }
    insertBlock.bind(1, Self.firstRow(of: shard.row) | block.last)
    insertBlock.bind(2, block.first)
    insertBlock.bind(3, block.firstTime)
    insertBlock.bind(4, block.time)
    insertBlock.bind(5, block.isEncrypted ? 1 : nil)
    let result: Result<Void, DatabaseError> =
      block.count == 1
      ? block.withOnly { key, data in
        insertBlock.bind(lentText: 6, key.assumingMemoryBound(to: UInt8.self))
        insertBlock.bind(lent: 7, data)
        return Result { () throws(DatabaseError) in try insertBlock.run() }
      }
      : block.bytes.withUnsafeBytes { bytes in
        insertBlock.bindNull(6)
        insertBlock.bind(lent: 7, bytes)
        return Result { () throws(DatabaseError) in try insertBlock.run() }
      }
    try result.get()
  }

  /// Where a block stands; its records are `first` to `last`, of times that grow from `firstTime` to `time`.
  private struct BlockPlace {
    var first: Int
    var last: Int
    var firstTime: Int
    var time: Int
  }

  /// The block that holds the record of that counter, or the next one.
  private func block(of shard: StreamShard, from counter: Int) throws(AWSError) -> BlockPlace? {
    try reporting { () throws(DatabaseError) in
      selectPlace.bind(1, Self.firstRow(of: shard.row) | counter)
      selectPlace.bind(2, Self.lastRow(of: shard.row))
      defer { selectPlace.reset() }
      guard try selectPlace.step() else { return nil }
      return BlockPlace(
        first: selectPlace.int(1), last: selectPlace.int(0) & Self.counterMask, firstTime: selectPlace.int(2),
        time: selectPlace.int(3))
    }
  }

  // MARK: Reading

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
    try write(shard)
    var left = limit
    try reporting { () throws(DatabaseError) in
      selectBlocks.bind(1, Self.firstRow(of: shard.row) | counter)
      selectBlocks.bind(2, Self.lastRow(of: shard.row))
      defer { selectBlocks.reset() }
      while left > 0, try selectBlocks.step() {
        let isEncrypted = selectBlocks.int(3) != 0
        selectBlocks.withBlob(5) { bytes in
          if !selectBlocks.isNull(4) {
            left -= 1
            let record = StoredRecord(
              counter: selectBlocks.int(0) & Self.counterMask, time: selectBlocks.int(2),
              partitionKey: selectBlocks.text(4), data: Array(bytes), isEncrypted: isEncrypted)
            if !take(record) { left = 0 }
            return
          }
          RecordBlock.read(bytes, first: selectBlocks.int(1)) { place, time, key, data in
            if place < counter { return true }
            left -= 1
            let record = StoredRecord(
              counter: place, time: time, partitionKey: String(decoding: key, as: UTF8.self), data: Array(data),
              isEncrypted: isEncrypted)
            if !take(record) { left = 0 }
            return left > 0
          }
        }
      }
    }
  }

  /// The counter of the first record of that time or later, by halving: times grow with the counters. One past the last
  /// record when there is none.
  func counter(of shard: StreamShard, atOrAfter milliseconds: Int) throws(AWSError) -> Int {
    try write(shard)
    var low = 1
    var high = shard.tail.counter + 1
    while low < high {
      let middle = low + (high - low) / 2
      guard let found = try block(of: shard, from: middle) else {
        high = middle
        continue
      }
      if found.firstTime >= milliseconds {
        high = min(middle, found.first)
      } else if found.time < milliseconds {
        low = found.last + 1
      } else {
        var answer = found.last
        try records(of: shard, from: found.first, limit: found.last - found.first + 1) { record in
          if record.time < milliseconds { return true }
          answer = record.counter
          return false
        }
        return answer
      }
    }
    return max(low, try block(of: shard, from: low)?.first ?? low)
  }

  /// The first counter that retention has not trimmed.
  func trimHorizon(of shard: StreamShard, in stream: Stream, now: Int) throws(AWSError) -> Int {
    try write(shard)
    let oldest = now - stream.retentionMilliseconds
    guard let first = try block(of: shard, from: 0) else { return shard.tail.counter + 1 }
    return first.firstTime >= oldest ? first.first : try counter(of: shard, atOrAfter: oldest)
  }

  // MARK: Sweeping

  /// Deletes one page of what nobody can read any more; true while there may be more.
  func sweep(now: Int64) throws(AWSError) -> Bool {
    // They stay listed: where the sweep is taken back, their blocks are open again.
    for shard in unwritten { try write(shard) }
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
        // The last block stays as the shard's memory of its counter; a block goes once all of it is trimmed.
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
        DELETE FROM kinesis_blocks WHERE id >= ?1 AND id <= ?2
          AND id <= (SELECT max(id) FROM (SELECT id FROM kinesis_blocks WHERE id >= ?1 ORDER BY id LIMIT \(Self.page)))
        """
      ).run(.int(first), .int(last))
      return database.changes
    }
  }
}
