import Protocols
import Storage

/// Consumers, tags and account settings.
extension KinesisStore {
  func addConsumer(
    _ name: String, to stream: Stream, _ settings: StreamConsumer.Settings, created: Int
  ) throws(AWSError) -> StreamConsumer {
    let id = try reporting { () throws(DatabaseError) in
      try database.prepare(
        "INSERT INTO kinesis_consumers (stream, name, created, status, due) VALUES (?, ?, ?, ?, ?)"
      ).run(
        .int(stream.id), .text(name), .int(created), .text(settings.status.rawValue), .int(orNull: settings.due))
      return database.lastInsertedRow
    }
    let consumer = StreamConsumer(id: id, streamARN: stream.arn, name: name, created: created, settings: settings)
    stream.set(stream.consumers + [consumer], in: round)
    return consumer
  }

  func put(_ settings: StreamConsumer.Settings, of consumer: StreamConsumer) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("UPDATE kinesis_consumers SET status = ?, due = ?, policy = ? WHERE id = ?").run(
        .text(settings.status.rawValue), .int(orNull: settings.due), .text(orNull: settings.policy),
        .int(consumer.id))
    }
    consumer.set(settings, in: round)
  }

  func delete(_ consumer: StreamConsumer, of stream: Stream) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("DELETE FROM kinesis_consumers WHERE id = ?").run(.int(consumer.id))
      try database.prepare("DELETE FROM kinesis_tags WHERE owner = ?").run(.int(-consumer.id))
    }
    stream.set(stream.consumers.filter { $0.id != consumer.id }, in: round)
  }

  // MARK: Tags

  /// In byte order of the keys.
  func tags(of resource: KinesisResource) throws(AWSError) -> [(name: String, value: String)] {
    try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT name, value FROM kinesis_tags WHERE owner = ? ORDER BY name").all([
        .int(resource.tagOwner)
      ]) { ($0.text(0), $0.text(1)) }
    }
  }

  func setTag(_ name: String, _ value: String, of resource: KinesisResource) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("INSERT OR REPLACE INTO kinesis_tags VALUES (?, ?, ?)").run(
        .int(resource.tagOwner), .text(name), .text(value))
    }
  }

  func removeTag(_ name: String, of resource: KinesisResource) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("DELETE FROM kinesis_tags WHERE owner = ? AND name = ?").run(
        .int(resource.tagOwner), .text(name))
    }
  }

  // MARK: Account settings

  /// The minimum-throughput billing commitment of an account in a region, in milliseconds since 1970; both nil: never
  /// enabled.
  func commitment(_ account: String, _ region: String) throws(AWSError) -> BillingCommitment {
    try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT started, ends FROM kinesis_accounts WHERE account = ? AND region = ?").first([
        .text(account), .text(region),
      ]) { BillingCommitment(started: $0.int(orNil: 0), ends: $0.int(orNil: 1)) } ?? BillingCommitment()
    }
  }

  func put(_ commitment: BillingCommitment, _ account: String, _ region: String) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("INSERT OR REPLACE INTO kinesis_accounts VALUES (?, ?, ?, ?)").run(
        .text(account), .text(region), .int(orNull: commitment.started), .int(orNull: commitment.ends))
    }
  }

  /// Forgets everything, or everything of one account.
  func reset(account: String?) throws(AWSError) {
    for stream in Array(streams.values) where account == nil || stream.account == account { try delete(stream) }
    try reporting { () throws(DatabaseError) in
      for table in ["kinesis_changes", "kinesis_accounts"] {
        if let account {
          try database.prepare("DELETE FROM \(table) WHERE account = ?").run(.text(account))
        } else {
          try database.prepare("DELETE FROM \(table)").run()
        }
      }
    }
  }
}
