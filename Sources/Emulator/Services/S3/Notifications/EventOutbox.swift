import Protocols
import Runtime
import Storage

/// The events that are still to be told, committed together with what they tell of. Loop only.
final class EventOutbox {
  private static let schema = [
    """
    CREATE TABLE s3_events (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, is_topic INTEGER NOT NULL,
      target TEXT NOT NULL, message BLOB NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL);
    CREATE INDEX s3_events_by_due ON s3_events (due, id);
    CREATE INDEX s3_events_by_account ON s3_events (account)
    """
  ]

  /// One message for one target.
  struct Due: Sendable {
    var id: Int
    var account: String
    var isTopic: Bool
    var target: String
    var message: [UInt8]
    var tries: Int
    var due: Int
  }

  private let database: Database
  private let insert: Statement
  private let first: Statement
  private var lastSequence = 0
  /// When a timer wakes the worker, for an event that is tried again.
  var armed = 0
  let signal = Signal()

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "s3-events", steps: EventOutbox.schema)
    insert = try database.prepare(
      "INSERT INTO s3_events (account, is_topic, target, message, tries, due) VALUES (?, ?, ?, ?, 0, ?)")
    first = try database.prepare(
      "SELECT id, account, is_topic, target, message, tries, due FROM s3_events ORDER BY due, id LIMIT 1")
  }

  /// Greater than any before, after a restart too.
  func sequence(now: Timestamp) -> Int {
    lastSequence = max(lastSequence + 1, Int(now.milliseconds) << 16)
    return lastSequence
  }

  func add(
    _ message: [UInt8], to target: NotificationRules.Target, account: String, now: Timestamp
  ) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try insert.run(
        .text(account), .int(target.kind == .topic ? 1 : 0), .text(target.arn), .blob(message),
        .int(Int(now.milliseconds)))
    }
    database.round.afterCommit { [signal] in signal.raise() }
  }

  func next() throws(AWSError) -> Due? {
    try S3Store.sql { () throws(DatabaseError) in
      try first.first([]) {
        Due(
          id: $0.int(0), account: $0.text(1), isTopic: $0.int(2) == 1, target: $0.text(3), message: $0.blob(4),
          tries: $0.int(5), due: $0.int(6))
      }
    }
  }

  func delete(_ event: Due) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("DELETE FROM s3_events WHERE id = ?").run(.int(event.id))
    }
  }

  func retry(_ event: Due, due: Int) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      try database.prepare("UPDATE s3_events SET tries = tries + 1, due = ? WHERE id = ?").run(
        .int(due), .int(event.id))
    }
  }

  /// A page of an account's events, or of all; false when there were none.
  func drop(account: String?) throws(AWSError) {
    try S3Store.sql { () throws(DatabaseError) in
      if let account {
        try database.prepare("DELETE FROM s3_events WHERE account = ?").run(.text(account))
      } else {
        try database.prepare("DELETE FROM s3_events").run()
      }
    }
  }
}

/// Tells the events of the outbox to their targets, in the order in which they came, at least once: an event leaves the
/// outbox when its target has taken it. It ends when its task is cancelled, and goes on when the server starts again.
struct EventWorker: Sendable {
  let outbox: LoopOnly<EventOutbox>
  let setting: ServiceSetting

  private enum Step: Sendable {
    case tell(EventOutbox.Due)
    case wait
  }

  func run() async {
    let signal = await setting.cloud.step { () throws(AWSError) in outbox.value.signal }
    guard let signal else { return }
    while !Task.isCancelled {
      let step = await setting.cloud.step { () throws(AWSError) -> Step in
        guard let event = try outbox.value.next() else { return .wait }
        if event.due <= Int(setting.clock.milliseconds) { return .tell(event) }
        if outbox.value.armed != event.due {
          outbox.value.armed = event.due
          setting.workers.at(milliseconds: Int64(event.due)) { signal.raise() }
        }
        return .wait
      }
      switch step {
      case .tell(let event): await tell(event)
      case .wait:
        do { try await signal.wait() } catch { return }
      case nil:
        // The database failed; it is asked again in a while.
        do { try await setting.workers.sleep(milliseconds: 1000) } catch { return }
      }
    }
  }

  private func tell(_ event: EventOutbox.Due) async {
    var failure: AWSError?
    do throws(AWSError) {
      if event.isTopic {
        _ = try await setting.ports.topics.publish(
          event.target, subject: "Amazon S3 Notification", String(decoding: event.message, as: UTF8.self),
          as: .root(of: event.account))
      } else {
        let region = ARN(event.target)?.region ?? setting.configuration.region
        try await setting.ports.functions.invokeAsync(
          event.target, event.message, as: .root(of: event.account), region: region)
      }
    } catch {
      failure = error
    }
    let outcome = failure
    _ = await setting.cloud.step { () throws(AWSError) -> Bool in
      if let outcome, EventWorker.isTransient(outcome), event.tries < EventWorker.attempts {
        let delay = min(60_000, 1000 << min(event.tries, 6))
        try outbox.value.retry(event, due: Int(setting.clock.milliseconds) + delay)
      } else {
        try outbox.value.delete(event)
      }
      return true
    }
  }

  /// About a day, which is as long as S3 tries.
  private static let attempts = 1440

  /// What a target refuses for good (it is gone, it may not be used) is dropped.
  private static func isTransient(_ error: AWSError) -> Bool {
    error.status >= 500 || error.status == 429 || error.code == "TooManyRequestsException"
      || error.code == "ThrottledException" || error.code == "Throttling"
  }
}
