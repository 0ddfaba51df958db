import Protocols
import Runtime
import Storage

/// Hands each change of a followed table to those who keep something of it, within the write's own transaction.
/// Loop only.
final class ChangeFollower: ItemFollower {
  private unowned let service: DynamoDBService

  init(_ service: DynamoDBService) { self.service = service }

  func follow(_ change: ItemChange) throws(AWSError) {
    if let stream = service.streams.recording[change.table.id] {
      try service.streams.append(change, to: stream)
      service.changed(stream)
    }
    if let attribute = service.expirations.attributes[change.table.id] {
      let due = try service.expirations.follow(
        tableID: change.table.id, change.key, attribute, old: change.old, new: change.new)
      if let due { service.expires(at: due) }
    }
    if service.recovery.isJournalled(change.table.id) { try service.recovery.journal.append(change) }
    if !change.table.replicas.isEmpty && change.origin != .replication {
      try service.replication.append(change)
      service.store.round.afterCommit { [service] in service.replicationSignal.raise() }
    }
    if service.destinations.takesRecords(tableID: change.table.id) {
      try service.destinations.append(change, eventID: service.ids.uuid())
      service.store.round.afterCommit { [service] in service.destinationSignal.raise() }
    }
  }
}

extension DynamoDBService {
  /// Whether anything follows the table's changes.
  private func hasFollowers(_ table: Table) -> Bool {
    streams.recording[table.id] != nil || expirations.attributes[table.id] != nil
      || destinations.takesRecords(tableID: table.id) || recovery.isJournalled(table.id) || !table.replicas.isEmpty
  }

  /// An item was written that is due then, in seconds: wakes the worker that deletes it, unless that is awake by then.
  func expires(at due: Int) {
    if let next = nextExpiration, next <= (Int64(due) + 1) * 1000 { return }
    store.round.afterCommit { [self] in wakeExpiring(at: due) }
  }

  /// Brings the table's `isFollowed` in step with who follows it: called where one begins or ends.
  @discardableResult
  func refollow(_ table: Table) throws(AWSError) -> Table {
    let isFollowed = hasFollowers(table)
    if table.isFollowed == isFollowed { return table }
    var definition = table.definition
    definition[TableDefinition.isFollowed] = isFollowed
    return try store.replace(table, definition: definition)
  }

  /// What hangs on a table ends with it; its streams stay readable for a day.
  func endFollowing(_ table: Table, now: Int) throws(AWSError) {
    if let stream = streams.recording[table.id] {
      try streams.disable(tableID: table.id, now: now)
      changed(stream)
    }
    try expirations.disable(tableID: table.id)
    try destinations.forget(tableID: table.id)
    try recovery.forget(tableID: table.id)
    try resources.forget(table)
    store.round.afterCommit { [self] in
      expirationSignal.raise()
      recoverySignal.raise()
    }
  }
}
