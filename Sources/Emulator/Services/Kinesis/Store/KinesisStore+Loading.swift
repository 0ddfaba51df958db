import Storage

/// The streams as the tables have them, at start.
extension KinesisStore {
  func load() throws {
    let rows = try database.prepare(
      """
      SELECT id, account, region, name, created, mode, max_record_kib, retention_hours, status, due, pending, key_id,
        metrics, warm_throughput, policy FROM kinesis_streams ORDER BY id
      """
    ).all([]) { row in
      var settings = StreamSettings()
      settings.mode = row.text(5)
      settings.maxRecordKiB = row.int(6)
      settings.retentionHours = row.int(7)
      settings.status = StreamSettings.Status(rawValue: row.text(8)) ?? .active
      settings.due = row.int(orNil: 9)
      settings.pending = row.text(orNil: 10).flatMap(StreamChange.init)
      settings.keyID = row.text(orNil: 11)
      settings.metrics = row.text(12).split(separator: ",").map(String.init)
      settings.warmThroughput = row.int(orNil: 13)
      settings.policy = row.text(orNil: 14)
      return (
        id: row.int(0), account: row.text(1), region: row.text(2), name: row.text(3), created: row.int(4),
        settings: settings
      )
    }
    for row in rows {
      let arn = Stream.arn(row.account, row.region, row.name)
      remember(
        Stream(
          id: row.id, account: row.account, region: row.region, name: row.name, created: row.created,
          settings: row.settings, shards: try shards(of: row.id), consumers: try consumers(of: row.id, arn)))
    }
  }

  private func shards(of stream: Int) throws -> [StreamShard] {
    let found = try database.prepare(
      """
      SELECT id, position, parent, adjacent_parent, first_hash, last_hash, created, closed, opened, closed_at
      FROM kinesis_shards WHERE stream = ? ORDER BY position
      """
    ).all([.int(stream)]) { row in
      (
        id: row.int(0), position: row.int(1), parent: row.int(orNil: 2), adjacent: row.int(orNil: 3),
        start: HashKey(bytes: row.blob(4)), end: HashKey(bytes: row.blob(5)), created: row.int(6),
        closed: row.int(orNil: 7), opened: row.int(8), closedAt: row.int(orNil: 9)
      )
    }
    let tail = try database.prepare(
      "SELECT id, time FROM kinesis_blocks WHERE id >= ? AND id <= ? ORDER BY id DESC LIMIT 1")
    return try found.map { shard in
      let last = try tail.first([.int(Self.firstRow(of: shard.id)), .int(Self.lastRow(of: shard.id))]) { record in
        StreamShard.Tail(counter: record.int(0) & Self.counterMask, time: record.int(1))
      }
      let closing = shard.closed.map { StreamShard.Closing(second: $0, at: shard.closedAt ?? $0 * 1000) }
      return StreamShard(
        row: shard.id, index: shard.position, parent: shard.parent, adjacentParent: shard.adjacent, start: shard.start,
        end: shard.end, created: shard.created, opened: shard.opened, closing: closing,
        tail: last ?? StreamShard.Tail(counter: 0, time: 0))
    }
  }

  private func consumers(of stream: Int, _ arn: String) throws -> [StreamConsumer] {
    try database.prepare(
      "SELECT id, name, created, status, due, policy FROM kinesis_consumers WHERE stream = ? ORDER BY id"
    ).all([.int(stream)]) { row in
      StreamConsumer(
        id: row.int(0), streamARN: arn, name: row.text(1), created: row.int(2),
        settings: StreamConsumer.Settings(
          status: StreamConsumer.Settings.Status(rawValue: row.text(3)) ?? .active, due: row.int(orNil: 4),
          policy: row.text(orNil: 5)))
    }
  }
}
