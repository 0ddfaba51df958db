import Protocols
import Runtime

/// Deletes items whose time to live is over, in pages, as soon as the emulator's clock has passed their times. (AWS takes
/// up to two days.)
extension DynamoDBService {
  /// Starts the worker, which looks once at each start and then whenever it is woken.
  func startExpiring() {
    setting.workers.spawn("dynamodb ttl") { [self] in
      do {
        while true {
          while await expirationStep() == true {}
          let due = await setting.cloud.step { [self] () throws(AWSError) -> Int? in
            try expirations.nextDue(now: Int(setting.clock.now.seconds))
          }
          if let due, let due { wakeExpiring(at: due) }
          try await expirationSignal.wait()
        }
      } catch {
        // The server ends.
      }
    }
  }

  /// Sees to it that the worker looks when the clock has passed that time, in seconds. Loop only, or from the worker.
  func wakeExpiring(at due: Int) {
    setting.cloud.loop.post { [self] in
      // An item is over in the second after its time.
      let moment = (Int64(due) + 1) * 1000
      if let next = nextExpiration, next <= moment { return }
      if let expirationTimer { setting.workers.cancelTimer(expirationTimer) }
      nextExpiration = moment
      expirationTimer = setting.workers.at(milliseconds: moment) { [self] in
        nextExpiration = nil
        expirationTimer = nil
        expirationSignal.raise()
      }
    }
  }

  /// One page of work: a piece of a table gone through, items deleted, or times swept. False when there is nothing.
  private func expirationStep() async -> Bool? {
    await setting.cloud.step { [self] () throws(AWSError) -> Bool in
      if try fillExpirations() { return true }
      let now = setting.clock.now
      for tableID in expirations.attributes.keys.sorted() {
        if try expire(tableID: tableID, now: now) { return true }
      }
      return try expirations.sweep()
    }
  }

  /// Enters a page of a table that has turned TTL on.
  private func fillExpirations() throws(AWSError) -> Bool {
    for (tableID, start) in expirations.filling {
      // Times of an earlier attribute go first, else they would stand among the new ones.
      if try expirations.isSweeping(tableID: tableID) { return try expirations.sweep() }
      guard let attribute = expirations.attributes[tableID] else { continue }
      var range = KeyRange(space: tableID)
      range.lower = start
      let rows = try store.rows.page(range)
      for row in rows {
        _ = try expirations.follow(tableID: tableID, row.key, attribute, old: nil, new: row.item)
      }
      let isDone = rows.count < ItemRows.page
      try expirations.filled(tableID: tableID, to: isDone ? nil : rows.last.map { ItemKey.after($0.key) })
      return true
    }
    return false
  }

  private func expire(tableID: Int, now: Timestamp) throws(AWSError) -> Bool {
    guard let attribute = expirations.attributes[tableID],
      let table = store.tables.values.first(where: { $0.id == tableID })
    else { return false }
    let page = try expirations.expired(tableID: tableID, now: Int(now.seconds))
    if page.isEmpty { return false }
    var write = TableWrite(table, store, at: now, by: .timeToLive)
    for (due, key) in page {
      if let row = try write.row(key), ExpirationStore.due(row.item, attribute) == due {
        try write.delete(row, key)
      } else {
        try expirations.forget(tableID: tableID, due: due, key: key)
      }
    }
    try write.finish()
    return true
  }
}
