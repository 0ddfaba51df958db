import Protocols
import Runtime
import Storage

/// Records as they wait, and the batches that are sealed of them.
extension FirehoseStore {
  func append(
    _ data: [UInt8], arrival: Int, from origin: RecordOrigin?, to stream: DeliveryStream, now: Int
  ) throws(AWSError) {
    var buffer = stream.buffer
    if buffer.isEmpty {
      buffer.bytes = 0
      buffer.openedAt = now
      buffer.oldest = arrival
    }
    if !buffer.hasUncalled {
      buffer.uncalledBytes = 0
      buffer.uncalledSince = now
    }
    buffer.uncalledBytes += data.count
    buffer.last += 1
    buffer.bytes += data.count
    buffer.oldest = min(buffer.oldest, arrival)
    try reporting { () throws(DatabaseError) in
      insertRecord.bind(1, row(stream.id, buffer.last))
      insertRecord.bind(2, arrival)
      insertRecord.bind(3, origin?.shard)
      insertRecord.bind(4, origin?.sequenceNumber)
      insertRecord.bind(5, origin?.partitionKey)
      insertRecord.bind(6, data)
      try insertRecord.run()
    }
    stream.setBuffer(buffer, in: round)
  }

  /// Makes the open buffer a batch.
  func seal(_ stream: DeliveryStream, _ ids: inout IDs) throws(AWSError) {
    var buffer = stream.buffer
    if buffer.isEmpty { return }
    let time = Timestamp(milliseconds: Int64(buffer.oldest))
    let uuid = ids.uuid()
    let destination = stream.destination
    let object = destination.objectName(
      stream: stream.name, version: stream.version, at: time, uuid, &ids)
    let errorObject = destination.errorObjectName(
      stream: stream.name, version: stream.version, at: time, uuid, type: "processing-failed", &ids)
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        """
        INSERT INTO firehose_batches (stream, first, last, object, error_object, delivered) VALUES (?, ?, ?, ?, ?, 0)
        """
      ).run(
        .int(stream.id), .int(buffer.sealed + 1), .int(buffer.last), .text(object), .text(errorObject))
    }
    buffer.sealed = buffer.last
    buffer.bytes = 0
    buffer.batches += 1
    stream.setBuffer(buffer, in: round)
  }

  func oldestBatch(of stream: DeliveryStream) throws(AWSError) -> RecordBatch? {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        """
        SELECT id, first, last, object, error_object, delivered FROM firehose_batches WHERE stream = ?
        ORDER BY id LIMIT 1
        """
      ).first([.int(stream.id)]) { row in
        RecordBatch(
          id: row.int(0), first: row.int(1), last: row.int(2), objectName: row.text(3), errorObjectName: row.text(4),
          isDelivered: row.int(5) != 0)
      }
    }
  }

  /// A page of records from that number on.
  func records(of stream: DeliveryStream, _ numbers: ClosedRange<Int>) throws(AWSError) -> [BufferedRecord] {
    try reporting { () throws(DatabaseError) in
      var records: [BufferedRecord] = []
      var bytes = 0
      let base = row(stream.id, 0)
      try selectRecords.each(
        [.int(base | numbers.lowerBound), .int(base | numbers.upperBound), .int(Self.page)]
      ) { row in
        var origin: RecordOrigin?
        if let shard = row.text(orNil: 2) {
          origin = RecordOrigin(shard: shard, sequenceNumber: row.text(3), partitionKey: row.text(4))
        }
        let data = row.blob(5)
        bytes += data.count
        var record = BufferedRecord(number: row.int(0) - base, arrival: row.int(1), data: data, origin: origin)
        if let kind = row.int(orNil: 6) { record.result = ProcessedRecord.Outcome.stored(kind, row.blob(7)) }
        records.append(record)
        return bytes < Self.pageBytes
      }
      return records
    }
  }

  /// Keeps what the function made of the first records of the open buffer that it had not seen. Those behind them wait on,
  /// from the moment that the first of them came.
  func setResults(_ records: [ProcessedRecord], of stream: DeliveryStream) throws(AWSError) {
    guard let last = records.last?.record.number else { return }
    let since = try reporting { () throws(DatabaseError) -> Int? in
      let update = try database.prepare("UPDATE firehose_records SET outcome = ?, result = ? WHERE id = ?")
      for record in records {
        let (kind, result) = record.stored
        try update.run(.int(kind), .blob(result), .int(row(stream.id, record.record.number)))
      }
      return try database.prepare("SELECT arrival FROM firehose_records WHERE id = ?").first([
        .int(row(stream.id, last + 1))
      ]) { $0.int(0) }
    }
    // Sealed meanwhile: nothing of the open buffer changes.
    var buffer = stream.buffer
    guard last > max(buffer.sealed, buffer.called) else { return }
    buffer.called = last
    buffer.uncalledBytes -= records.reduce(0) { $0 + $1.record.data.count }
    if let since { buffer.uncalledSince = max(buffer.uncalledSince, since) }
    stream.setBuffer(buffer, in: round)
  }

  /// The objects of the batch are put; they will not be put again.
  func markDelivered(_ batch: RecordBatch) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("UPDATE firehose_batches SET delivered = 1 WHERE id = ?").run(.int(batch.id))
    }
  }

  /// Deletes a page of the records of a delivered batch, at the end the batch; whether it is gone.
  func sweep(_ batch: RecordBatch, of stream: DeliveryStream) throws(AWSError) -> Bool {
    try reporting { () throws(DatabaseError) -> Bool in
      try database.prepare(
        """
        DELETE FROM firehose_records WHERE id IN
          (SELECT id FROM firehose_records WHERE id >= ? AND id <= ? ORDER BY id LIMIT \(Self.page))
        """
      ).run(.int(row(stream.id, batch.first)), .int(row(stream.id, batch.last)))
      if database.changes == Self.page { return false }
      try database.prepare("DELETE FROM firehose_batches WHERE id = ?").run(.int(batch.id))
      var buffer = stream.buffer
      buffer.batches -= 1
      stream.setBuffer(buffer, in: round)
      return true
    }
  }
}
