import Protocols
import Storage

/// The asynchronous events, and the records of what became of them that are to be delivered: rows that are committed
/// before the caller is answered, and go when they are dealt with or Lambda gives up. Loop only.
final class EventQueue {
  struct Event: Sendable {
    var id: Int
    var key: LambdaFunction.Key
    /// A version or alias; nil where the caller named none.
    var qualifier: String?
    var requestID: String
    var clientContext: String?
    /// The caller's trace header.
    var trace: String?
    /// Where a record of a dealt-with event goes; nil for an event.
    var target: String?
    /// What is published beside a dead letter, as JSON; nil for a destination's record, which is the payload.
    var letter: String?
    /// Milliseconds since 1970.
    var accepted: Int
    /// Attempts that failed.
    var attempts: Int
  }

  private let database: Database
  private let insert: Statement
  private let selectDue: Statement
  /// Rows up to that id of the account (nil: of all) were forgotten by a reset and are swept.
  private var dropped: [(account: String?, last: Int)] = []

  static let page = 500

  init(_ database: Database) throws(DatabaseError) {
    self.database = database
    insert = try database.prepare(
      """
      INSERT INTO lambda_events (account, region, name, request, context, payload, accepted, attempts, due, qualifier,
        trace, target, letter)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
      """)
    selectDue = try database.prepare(
      """
      SELECT id, account, region, name, request, context, accepted, attempts, qualifier, trace, target, letter
      FROM lambda_events WHERE due <= ? ORDER BY due, id LIMIT \(EventQueue.page)
      """)
  }

  private func run<R>(_ body: () throws(DatabaseError) -> R) throws(AWSError) -> R {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  /// `event.id` and its attempts are not looked at. Due now.
  func add(_ event: Event, _ payload: [UInt8], now: Int) throws(AWSError) {
    try run { () throws(DatabaseError) in
      try insert.run(
        .text(event.key.account), .text(event.key.region), .text(event.key.name), .text(event.requestID),
        .text(orNull: event.clientContext), .blob(payload), .int(event.accepted), .int(now),
        .text(orNull: event.qualifier), .text(orNull: event.trace), .text(orNull: event.target),
        .text(orNull: event.letter))
    }
  }

  /// What is due, oldest first, one page at most; `take` says which, and the payloads are left in the table.
  func due(now: Int, _ take: (Event) -> Bool) throws(AWSError) -> [Event] {
    var events: [Event] = []
    try run { () throws(DatabaseError) in
      try selectDue.each([.int(now)]) { (row: Statement) throws(DatabaseError) in
        let event = Event(
          id: row.int(0),
          key: LambdaFunction.Key(account: row.text(1), region: row.text(2), name: row.text(3)),
          qualifier: row.text(orNil: 8), requestID: row.text(4), clientContext: row.text(orNil: 5),
          trace: row.text(orNil: 9), target: row.text(orNil: 10), letter: row.text(orNil: 11), accepted: row.int(6),
          attempts: row.int(7))
        if !isDropped(event.id, event.key.account), take(event) { events.append(event) }
        return true
      }
    }
    return events
  }

  func payload(of id: Int) throws(AWSError) -> [UInt8] {
    try run { () throws(DatabaseError) in
      try database.prepare("SELECT payload FROM lambda_events WHERE id = ?").first([.int(id)]) { $0.blob(0) } ?? []
    }
  }

  /// When the next event is due; nil when there is none.
  func nextDue(after now: Int) throws(AWSError) -> Int? {
    try run { () throws(DatabaseError) in
      try database.prepare("SELECT due FROM lambda_events WHERE due > ? ORDER BY due LIMIT 1").first([.int(now)]) {
        $0.int(0)
      }
    }
  }

  /// Whether nothing is queued, due or not.
  var isEmpty: Bool {
    let found = try? database.prepare("SELECT 1 FROM lambda_events LIMIT 1").first([]) { $0.int(0) }
    return found == nil
  }

  func remove(_ id: Int) throws(AWSError) {
    try run { () throws(DatabaseError) in
      try database.prepare("DELETE FROM lambda_events WHERE id = ?").run(.int(id))
    }
  }

  func postpone(_ id: Int, attempts: Int, until due: Int) throws(AWSError) {
    try run { () throws(DatabaseError) in
      try database.prepare("UPDATE lambda_events SET attempts = ?, due = ? WHERE id = ?").run(
        .int(attempts), .int(due), .int(id))
    }
  }

  // MARK: Reset

  private func isDropped(_ id: Int, _ account: String) -> Bool {
    dropped.contains { id <= $0.last && ($0.account == nil || $0.account == account) }
  }

  /// Forgets what is queued now; the rows are deleted by `sweep`.
  func drop(account: String?) throws(AWSError) {
    let last = try run { () throws(DatabaseError) in
      try database.prepare("SELECT max(id) FROM lambda_events").first([]) { $0.int(orNil: 0) } ?? nil
    }
    if let last { dropped.append((account, last)) }
  }

  /// Deletes one page of what was dropped; false when nothing is left.
  func sweep() throws(AWSError) -> Bool {
    guard let next = dropped.first else { return false }
    let count = try run { () throws(DatabaseError) in
      try database.prepare(
        """
        DELETE FROM lambda_events WHERE id IN (SELECT id FROM lambda_events WHERE id <= ?1 AND (?2 IS NULL OR account = ?2)
          LIMIT \(EventQueue.page))
        """
      ).run(.int(next.last), .text(orNull: next.account))
      return database.changes
    }
    if count < EventQueue.page { dropped.removeFirst() }
    return true
  }
}
