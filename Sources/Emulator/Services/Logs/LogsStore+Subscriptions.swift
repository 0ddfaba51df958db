import Protocols
import Runtime
import Storage

/// Subscription filters, and the outbox of what they have matched. Loop only.
extension LogsStore {
  struct DueDelivery: Sendable {
    var row: Int
    var account: String
    var region: String
    var destinationARN: String
    var partitionKey: String
    /// A message as JSON, not compressed.
    var payload: [UInt8]
    var created: Int
    var tries: Int
  }

  enum NextDelivery: Sendable {
    case item(DueDelivery)
    /// Nothing before that time, in milliseconds since 1970.
    case later(Int)
    case nothing
  }

  func loadFilters() throws {
    let rows = try database.prepare(
      """
      SELECT f.log_group, g.account, g.region, g.name, f.name, f.pattern, f.destination, f.role, f.distribution, f.created
      FROM logs_subscriptions f JOIN logs_groups g ON g.id = f.log_group ORDER BY f.log_group, f.name
      """
    ).all([]) { row in
      (
        group: row.int(0), account: row.text(1), region: row.text(2), groupName: row.text(3), name: row.text(4),
        pattern: row.text(5), destination: row.text(6), role: row.text(orNil: 7), distribution: row.text(8),
        created: row.int(9)
      )
    }
    for row in rows {
      filters[row.group, default: []].append(
        SubscriptionFilterRecord(
          group: row.group, account: row.account, region: row.region, groupName: row.groupName, name: row.name,
          patternText: row.pattern, pattern: try FilterPattern(row.pattern), destinationARN: row.destination,
          roleARN: row.role, distribution: row.distribution, created: row.created))
    }
  }

  private func set(_ new: [SubscriptionFilterRecord]?, of group: Int) {
    let old = filters[group]
    filters[group] = new
    round.onUndo { [self] in filters[group] = old }
  }

  /// Keeps the filter, in the place of one of its name.
  func put(_ filter: SubscriptionFilterRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO logs_subscriptions VALUES (?, ?, ?, ?, ?, ?, ?)").run(
        .int(filter.group), .text(filter.name), .text(filter.patternText), .text(filter.destinationARN),
        .text(orNull: filter.roleARN), .text(filter.distribution), .int(filter.created))
    }
    var all = (filters[filter.group] ?? []).filter { $0.name != filter.name }
    all.append(filter)
    set(all.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }, of: filter.group)
  }

  /// Whether there was one.
  func deleteFilter(_ name: String, of group: LogGroupRecord) throws(AWSError) -> Bool {
    guard let all = filters[group.id], all.contains(where: { $0.name == name }) else { return false }
    try checked {
      try database.prepare("DELETE FROM logs_subscriptions WHERE log_group = ? AND name = ?").run(
        .int(group.id), .text(name))
    }
    let left = all.filter { $0.name != name }
    set(left.isEmpty ? nil : left, of: group.id)
    return true
  }

  func deleteFilters(of group: LogGroupRecord) throws(AWSError) {
    if filters[group.id] == nil { return }
    try checked { try database.prepare("DELETE FROM logs_subscriptions WHERE log_group = ?").run(.int(group.id)) }
    set(nil, of: group.id)
  }

  // MARK: The outbox

  /// Bytes of messages in one delivery: with the worst of compressions an asynchronous event takes it.
  private static let deliveryBytes = 180_000

  /// Puts what the group's filters match into the outbox, in the transaction of the events themselves.
  func deliver(
    _ events: [(row: Int, time: Int, message: String)], of stream: LogStreamRecord, now: Int
  ) throws(AWSError) {
    guard let all = filters[stream.group] else { return }
    for filter in all {
      var batch: [(id: String, time: Int, message: String)] = []
      var bytes = 0
      for event in events {
        var message = event.message
        let isWanted = message.withUTF8 { filter.pattern.matches(UnsafeRawBufferPointer($0)) }
        if !isWanted { continue }
        if bytes + message.utf8.count > LogsStore.deliveryBytes, !batch.isEmpty {
          try insert(filter, batch, of: stream, now: now)
          batch = []
          bytes = 0
        }
        bytes += message.utf8.count + 100
        batch.append((EventPosition(time: event.time, row: event.row).digits, event.time, event.message))
      }
      if !batch.isEmpty { try insert(filter, batch, of: stream, now: now) }
    }
  }

  private func insert(
    _ filter: SubscriptionFilterRecord, _ events: [(id: String, time: Int, message: String)],
    of stream: LogStreamRecord, now: Int
  ) throws(AWSError) {
    let key = filter.distribution == "Random" ? events[0].id : stream.name
    try insert(
      delivery: filter.message(events, stream: stream.name), to: filter, partitionKey: key, now: now)
  }

  func insert(
    delivery payload: [UInt8], to filter: SubscriptionFilterRecord, partitionKey: String, now: Int
  ) throws(AWSError) {
    try checked {
      try database.prepare(
        """
        INSERT INTO logs_deliveries (account, region, destination, partition_key, payload, created, tries, due)
        VALUES (?, ?, ?, ?, ?, ?, 0, ?)
        """
      ).run(
        .text(filter.account), .text(filter.region), .text(filter.destinationARN), .text(partitionKey),
        .blob(payload), .int(now), .int(now))
    }
    round.afterCommit { [self] in deliverySignal.raise() }
  }

  func nextDelivery(now: Int) throws(AWSError) -> NextDelivery {
    try checked {
      let next = try database.prepare(
        """
        SELECT id, account, region, destination, partition_key, payload, created, tries, due FROM logs_deliveries
        ORDER BY due, id LIMIT 1
        """
      ).first([]) { row in
        (
          item: DueDelivery(
            row: row.int(0), account: row.text(1), region: row.text(2), destinationARN: row.text(3),
            partitionKey: row.text(4), payload: row.blob(5), created: row.int(6), tries: row.int(7)), due: row.int(8)
        )
      }
      guard let next else { return .nothing }
      return next.due > now ? .later(next.due) : .item(next.item)
    }
  }

  func retry(delivery row: Int, tries: Int, due: Int) throws(AWSError) {
    try checked {
      try database.prepare("UPDATE logs_deliveries SET tries = ?, due = ? WHERE id = ?").run(
        .int(tries), .int(due), .int(row))
    }
  }

  func delete(delivery row: Int) throws(AWSError) {
    try checked { try database.prepare("DELETE FROM logs_deliveries WHERE id = ?").run(.int(row)) }
  }
}
