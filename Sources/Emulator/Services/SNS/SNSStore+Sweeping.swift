import Protocols
import Runtime
import Storage

/// What is dropped goes in pages, a worker's step at a time.
extension SNSStore {
  /// Deletes one page of what is dropped, or of subscriptions that nobody confirmed in time; true while there may be more.
  func sweep(now: Timestamp) throws(AWSError) -> Bool {
    let mark: (kind: String, scope: String, last: Int)? = try checked {
      try database.prepare("SELECT kind, scope, last FROM sns_dropped LIMIT 1").first([]) { row in
        (row.text(0), row.text(1), row.int(2))
      }
    }
    guard let mark else { return try sweepExpired(now) }
    try checked {
      let column = mark.kind == "subscriptions" ? "topic" : "account"
      var place = mark.scope.isEmpty ? "?1 = ''" : "\(column) = ?1"
      if mark.kind == "subscriptions" { place += " AND confirmed = 1" }
      try database.prepare(
        """
        DELETE FROM sns_\(mark.kind) WHERE id IN
          (SELECT id FROM sns_\(mark.kind) WHERE \(place) AND id <= ?2 LIMIT \(SNSStore.page))
        """
      ).run(.text(mark.scope), .int(mark.last))
      if database.changes == 0 {
        try database.prepare("DELETE FROM sns_dropped WHERE kind = ? AND scope = ?").run(
          .text(mark.kind), .text(mark.scope))
        let old = dropped[mark.kind]
        dropped[mark.kind]?[mark.scope] = nil
        round.onUndo { [self] in dropped[mark.kind] = old }
      }
    }
    return true
  }

  private func sweepExpired(_ now: Timestamp) throws(AWSError) -> Bool {
    var count = 0
    for subscription in subscriptions.values where subscription.isExpired(now) {
      if count == SNSStore.page { return true }
      try delete(subscription)
      count += 1
    }
    return false
  }
}
