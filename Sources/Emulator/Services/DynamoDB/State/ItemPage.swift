import Protocols

/// A page of Query or Scan: items are evaluated in order until Limit of them or 1 MB were, then filtered and projected.
struct ItemPage {
  /// What is done with each item that is evaluated.
  struct Selection {
    var filter: Condition?
    var legacyFilter: AttributeConditions?
    var projection: Projection?
    /// False for Select COUNT.
    var returnsItems: Bool
    /// The whole item is fetched from the table for each entry of the (local) index.
    var fetches = false

    func keeps(_ item: Item) -> Bool {
      (filter?.holds(for: item) ?? true) && (legacyFilter?.holds(for: item) ?? true)
    }
  }

  private(set) var items: [Item] = []
  /// Read units of items fetched from the table for a local index, which cost each for itself; of consistent reads.
  private(set) var fetchedUnits = 0.0
  /// Items that the filter kept.
  private(set) var count = 0
  private(set) var scannedCount = 0
  /// Of what was evaluated, whether kept or not.
  private(set) var bytes = 0
  /// The same for each quarter of the hashes.
  private var bytesByQuarter = [0, 0, 0, 0]
  /// The quarters that the page came through.
  private var quarters: ClosedRange<Int> = 0...0
  /// The key of the item evaluated last, when the page ended before the range did.
  private(set) var lastEvaluatedKey: Item?

  init(
    _ range: KeyRange, of target: ReadTarget, forward: Bool, limit: Int?, _ selection: Selection,
    _ store: DynamoDBStore
  ) throws(AWSError) {
    var page = ItemPage()
    let first = ItemPage.quarter(range.lower)
    page.quarters = first...max(first, ItemPage.lastQuarter(range))
    try store.rows.walk(range, forward: forward, expecting: limit ?? 100) {
      (place: UInt8, entry: Item) throws(AWSError) -> Bool in
      let size = ItemSize.of(entry)
      page.scannedCount += 1
      page.bytes += size
      page.bytesByQuarter[Int(place >> 6)] += size
      var item = entry
      if selection.fetches {
        item = try store.rows.row(ItemKey.ofItem(entry, in: target.table))?.item ?? entry
        page.fetchedUnits += CapacityUnits.read(ItemSize.of(item), consistent: true)
      }
      if selection.keeps(item) {
        page.count += 1
        if selection.returnsItems { page.items.append(selection.projection?.applied(to: item) ?? item) }
      }
      if page.scannedCount == limit || page.bytes >= ItemSize.pageLimit {
        page.lastEvaluatedKey = target.startKey(of: entry)
        if forward { page.quarters = first...Int(place >> 6) }
        return false
      }
      return true
    }
    self = page
  }

  private init() {}

  /// The read units of a scan. A table paid by request begins with four partitions, and each that a scan comes through
  /// costs for itself, by what was read there and at least one unit: a scan of a small one costs four
  /// (AWS's answers show it; a provisioned table of little throughput has one partition).
  func scanUnits(of target: ReadTarget, consistent: Bool) -> Double {
    if target.isProvisioned { return CapacityUnits.read(bytes, consistent: consistent) }
    var units = 0.0
    for quarter in quarters { units += CapacityUnits.read(bytesByQuarter[quarter], consistent: consistent) }
    return units
  }

  /// The first two bits of the hash; a key cut off before it begins the first quarter.
  private static func quarter(_ key: [UInt8]) -> Int {
    key.count > ItemKey.hashOffset ? Int(key[ItemKey.hashOffset] >> 6) : 0
  }

  private static func lastQuarter(_ range: KeyRange) -> Int {
    let offset = ItemKey.hashOffset
    guard range.upper.count > offset else { return 3 }
    // The upper bound itself is outside: a bound at the very start of a quarter belongs to the one before.
    let isStart = range.upper[offset] & 0x3F == 0 && range.upper.dropFirst(offset + 1).allSatisfy { $0 == 0 }
    return max(0, quarter(range.upper) - (isStart ? 1 : 0))
  }
}
