package import Protocols
import Runtime
import Storage

/// What became of one record of a Kinesis source.
package struct RecordDelivery: Sendable {
  package enum Outcome: Int, Sendable {
    case delivered = 0
    /// The transforming function dropped it: there is no object.
    case dropped = 1
    /// It is a line of the object under the error prefix.
    case processingFailed = 2
  }
  package var deliveryStream: String
  package var outcome: Outcome
  package var bucket: String
  /// Empty when the record was dropped.
  package var key: String
  /// Bytes of the object before compression.
  package var range: Range<Int>
  package var time: Timestamp
}

/// Which record went into which object, for the trace page: the latest records of Kinesis sources. Loop only.
final class FirehoseTrace {
  private static let schema = [
    """
    CREATE TABLE firehose_objects (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, stream TEXT NOT NULL,
      source_arn TEXT NOT NULL, bucket TEXT NOT NULL, object TEXT NOT NULL, time INTEGER NOT NULL);
    CREATE TABLE firehose_traces (id INTEGER PRIMARY KEY AUTOINCREMENT, sequence TEXT NOT NULL, object INTEGER NOT NULL,
      outcome INTEGER NOT NULL, first INTEGER NOT NULL, length INTEGER NOT NULL);
    CREATE INDEX firehose_traces_of_sequence ON firehose_traces (sequence)
    """
  ]
  /// Records and objects that are remembered.
  private static let limit = 50_000

  private let database: Database

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "firehose trace", steps: FirehoseTrace.schema)
  }

  struct Entry: Sendable {
    var sequenceNumber: String
    var outcome: RecordDelivery.Outcome
    var range: Range<Int>
  }

  /// An object, or what stands for the records that were dropped. Gives its row.
  func add(_ key: String, of stream: DeliveryStream, now: Int) throws(AWSError) -> Int {
    do {
      try database.prepare(
        "INSERT INTO firehose_objects (account, stream, source_arn, bucket, object, time) VALUES (?, ?, ?, ?, ?, ?)"
      ).run(
        .text(stream.account), .text(stream.name), .text(stream.source?.streamARN ?? ""),
        .text(stream.destination.bucket), .text(key), .int(now))
      let id = database.lastInsertedRow
      try database.prepare("DELETE FROM firehose_objects WHERE id <= ?").run(.int(id - Self.limit))
      return id
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// At most a page of entries.
  func add(_ entries: ArraySlice<Entry>, object: Int) throws(AWSError) {
    do {
      let insert = try database.prepare(
        "INSERT INTO firehose_traces (sequence, object, outcome, first, length) VALUES (?, ?, ?, ?, ?)")
      for entry in entries {
        try insert.run(
          .text(entry.sequenceNumber), .int(object), .int(entry.outcome.rawValue), .int(entry.range.lowerBound),
          .int(entry.range.count))
      }
      try database.prepare("DELETE FROM firehose_traces WHERE id <= ?").run(
        .int(database.lastInsertedRow - Self.limit))
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  func deliveries(of sequenceNumber: String, source: String) throws(AWSError) -> [RecordDelivery] {
    do {
      return try database.prepare(
        """
        SELECT o.stream, t.outcome, o.bucket, o.object, t.first, t.length, o.time FROM firehose_traces t
        JOIN firehose_objects o ON o.id = t.object WHERE t.sequence = ? AND o.source_arn = ? ORDER BY t.id
        """
      ).all([.text(sequenceNumber), .text(source)]) { row in
        RecordDelivery(
          deliveryStream: row.text(0), outcome: RecordDelivery.Outcome(rawValue: row.int(1)) ?? .delivered,
          bucket: row.text(2), key: row.text(3), range: row.int(4)..<(row.int(4) + row.int(5)),
          time: Timestamp(milliseconds: Int64(row.int(6))))
      }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// Everything, or what belongs to one account.
  func reset(account: String?) throws(AWSError) {
    do {
      if let account {
        try database.prepare("DELETE FROM firehose_objects WHERE account = ?").run(.text(account))
      } else {
        try database.prepare("DELETE FROM firehose_objects").run()
      }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }
}
