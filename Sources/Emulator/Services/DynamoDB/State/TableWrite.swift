import Protocols

/// What one write did to one item: `old` and `new` differ, and one of them is there.
struct ItemChange {
  /// Whose doing a change is, as streams tell it.
  enum Origin: Sendable {
    case caller
    /// DynamoDB itself deletes what has expired.
    case timeToLive
    /// DynamoDB itself fills a table that is restored or imported.
    case filling
    /// DynamoDB itself brings a write of another replica of a global table.
    case replication
  }

  var table: Table
  /// The store's key of the item (`ItemKey`).
  var key: [UInt8]
  var old: Item?
  var new: Item?
  var origin: Origin
  var time: Timestamp
}

/// Who keeps what follows from changes (stream records, records for a Kinesis stream): called within the transaction of
/// the write, so that both are committed together or not at all. Only for tables that `isFollowed`.
protocol ItemFollower: AnyObject {
  /// Throwing undoes the whole operation.
  func follow(_ change: ItemChange) throws(AWSError)
}

/// **The one way by which items change.** PutItem, UpdateItem, DeleteItem, batches, transactions, PartiQL, time to live,
/// import and restore all write through it: it keeps the item, the entries of every index, the counts, and tells the
/// store's follower of every real change, all in the operation's own transaction.
///
///     var write = TableWrite(table, service.store, at: request.now)
///     let key = try ItemKey.ofItem(item, in: table)
///     try write.check(item)                    // keys of indexes, before any condition
///     let old = try write.row(key)             // conditions are checked against old?.item
///     try write.put(item, key, replacing: old)
///     try write.finish()                       // once, after the last write of this table
///     write.units                              // what all of it cost
///
/// Conditions, limits of size and nesting, and the key itself are the caller's to check before.
struct TableWrite {
  let table: Table
  private let store: DynamoDBStore
  private let time: Timestamp
  private let origin: ItemChange.Origin
  /// The operation writes one item and nothing else, and nothing fails behind that (`Statement.runAlone`).
  private let isAlone: Bool
  private var items = 0
  private var bytes = 0
  private var indexes: [IndexWrite]
  /// What the writes so far cost, without regard to transactions.
  private(set) var units: WriteUnits

  /// `writesOnce`: the operation's only write is one item of this table, its last step that can fail but for what
  /// hangs on the table.
  init(
    _ table: Table, _ store: DynamoDBStore, at time: Timestamp, by origin: ItemChange.Origin = .caller,
    writesOnce: Bool = false
  ) {
    self.table = table
    self.store = store
    self.time = time
    self.origin = origin
    isAlone = writesOnce && table.indexes.isEmpty && !table.isFollowed && store.throttle == nil
    indexes = table.indexes.isEmpty ? [] : table.indexes.map { IndexWrite($0) }
    units = WriteUnits()
  }

  /// The item as it is stored.
  func row(_ key: [UInt8]) throws(AWSError) -> ItemRows.Row? { try store.rows.row(key) }

  /// Refuses an item whose attributes cannot be keys of the table's indexes, or that is too large with what a local one
  /// shows of it.
  func check(_ item: Item) throws(AWSError) {
    try IndexKey.check(item, in: table, .itemSize)
  }

  /// `old` is what `row` gave for the key, and nothing was written there since.
  mutating func put(_ item: Item, _ key: [UInt8], replacing old: ItemRows.Row?) throws(AWSError) {
    let size = ItemSize.of(item)
    let oldSize = old.map { ItemSize.of($0.item) } ?? 0
    try store.rows.put(item, key, replacing: old, isAlone: isAlone)
    if old == nil { items += 1 }
    bytes += size - oldSize
    units.table += CapacityUnits.write(size, oldSize)
    if !indexes.isEmpty || table.isFollowed { try follow(key, old?.item, item) }
  }

  mutating func delete(_ old: ItemRows.Row, _ key: [UInt8]) throws(AWSError) {
    let size = ItemSize.of(old.item)
    try store.rows.delete(old, isAlone: isAlone)
    items -= 1
    bytes -= size
    units.table += CapacityUnits.write(size)
    if !indexes.isEmpty || table.isFollowed { try follow(key, old.item, nil) }
  }

  /// A write that changes nothing costs by the item it found, one unit at the least.
  mutating func pass(_ item: Item?) { units.table += CapacityUnits.write(item.map { ItemSize.of($0) } ?? 0) }

  private mutating func follow(_ key: [UInt8], _ old: Item?, _ new: Item?) throws(AWSError) {
    if let old, let new, old == new { return }
    for place in indexes.indices {
      let cost = try indexes[place].write(key, old, new, store.rows)
      if cost > 0 { units.add(cost, to: indexes[place].index) }
    }
    if table.isFollowed, let follower = store.follower {
      try follower.follow(ItemChange(table: table, key: key, old: old, new: new, origin: origin, time: time))
    }
  }

  /// Whether `--dynamodb-throttle` keeps the table from taking another write now; batches leave the rest undone.
  var isThrottled: Bool { store.throttle?.isExhausted(table, nil, .write, time, beyond: units.table) ?? false }

  /// Brings the counts into the store. `factor`: 2 in a transaction. Throws when the writes are throttled.
  func finish(times factor: Double = 1) throws(AWSError) {
    // What DynamoDB does itself is not held to the table's throughput.
    if origin == .caller, let throttle = store.throttle { try throttle.take(units.times(factor), table, .write, time) }
    store.rows.adjust(space: table.id, items: items, bytes: bytes)
    for each in indexes { store.rows.adjust(space: each.index.id, items: each.items, bytes: each.bytes) }
  }
}

/// Units, of the table and of each index that was written or read.
struct WriteUnits {
  var table = 0.0
  private(set) var indexes: [(index: SecondaryIndex, units: Double)] = []

  mutating func add(_ units: Double, to index: SecondaryIndex) {
    if let place = indexes.firstIndex(where: { $0.index.id == index.id }) {
      indexes[place].units += units
    } else {
      indexes.append((index, units))
    }
  }

  func times(_ factor: Double) -> WriteUnits {
    var units = self
    units.table *= factor
    units.indexes = indexes.map { ($0.index, $0.units * factor) }
    return units
  }

  var total: Double { indexes.reduce(table) { $0 + $1.units } }
}
