import Protocols

/// One write of one item: its condition, and what becomes of the item then. UpdateItem, TransactWriteItems and PartiQL's
/// statements come to this.
struct WriteAction {
  enum Change {
    case put(Item)
    case update(Update)
    /// AttributeUpdates; without any, an item of nothing but its key is made.
    case attributes([AttributeUpdate])
    case delete
    /// Only the condition counts.
    case check
  }

  var table: Table
  /// The store's key.
  var key: [UInt8]
  /// The key's attributes, with which an item begins that is not there yet.
  var keyItem: Item
  var change: Change
  var condition: WriteCondition

  /// The item as it shall be, nil: none. Throws when the condition does not hold, the update does not fit, or the item
  /// becomes too large, too deep, or one that an index refuses.
  func outcome(for old: Item?) throws(AWSError) -> Item? {
    try condition.check(old)
    switch change {
    case .put(let item): return item
    case .delete: return nil
    case .check: return old
    case .update(let update):
      if old == nil && update.onlyTakesAway { return nil }
      return try checked { () throws(UpdateFault) in try update.applied(to: old ?? keyItem) }
    case .attributes(let updates):
      if old == nil && !updates.isEmpty && updates.allSatisfy({ $0.action == .delete }) { return nil }
      return try checked { () throws(UpdateFault) in try AttributeUpdate.apply(updates, to: old ?? keyItem) }
    }
  }

  private func checked(_ apply: () throws(UpdateFault) -> Item) throws(AWSError) -> Item {
    let item: Item
    do { item = try apply() } catch { throw AWSError.validation(error.message) }
    if ItemSize.of(item) > ItemSize.limit { throw AWSError.updatedItemSize }
    if ItemSize.depth(of: item) > ItemSize.nestingLimit { throw AWSError.nestingLevels }
    try IndexKey.check(item, in: table, .updatedItemSize)
    return item
  }

  /// Brings `new`, the outcome for `old`, into the store.
  func perform(_ new: Item?, replacing old: ItemRows.Row?, _ write: inout TableWrite) throws(AWSError) {
    if case .check = change {
      write.pass(old?.item)
    } else if let new {
      try write.put(new, key, replacing: old)
    } else if let old {
      try write.delete(old, key)
    } else {
      write.pass(nil)
    }
  }
}

extension Update {
  /// Such an update makes no item where there is none.
  var onlyTakesAway: Bool {
    actions.allSatisfy { action in
      switch action {
      case .remove, .delete: true
      case .set, .add: false
      }
    }
  }
}
