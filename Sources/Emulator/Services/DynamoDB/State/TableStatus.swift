import Protocols

/// TableStatus. Tables are ACTIVE, and deleted ones gone, at once, unless `--dynamodb-delay` makes them take their time
/// as AWS's do; the emulator's clock decides.
enum TableStatus: String {
  case creating = "CREATING"
  case updating = "UPDATING"
  case deleting = "DELETING"
  case active = "ACTIVE"

  /// `delay` in milliseconds.
  static func of(_ table: Table, delay: Int64, now: Timestamp) -> TableStatus {
    if table.deleted != nil { return .deleting }
    if delay == 0 { return .active }
    if now.milliseconds < Int64(table.created) + delay { return .creating }
    if let changed = table.definition[TableDefinition.changed], now.milliseconds < changed.milliseconds + delay {
      return .updating
    }
    return .active
  }

  /// Refuses to change or delete a table that is not ACTIVE.
  func checkActive(_ table: Table) throws(AWSError) {
    let what: String
    switch self {
    case .active: return
    case .creating: what = "created"
    case .updating: what = "updated"
    case .deleting: what = "deleted"
    }
    throw AWSError(
      "ResourceInUseException",
      "Attempt to change a resource which is still in use: Table is being \(what): \(table.name)")
  }
}
