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

    func keeps(_ item: Item) -> Bool {
      (filter?.holds(for: item) ?? true) && (legacyFilter?.holds(for: item) ?? true)
    }
  }

  private(set) var items: [Item] = []
  /// Items that the filter kept.
  private(set) var count = 0
  private(set) var scannedCount = 0
  /// Of what was evaluated, whether kept or not: what the page costs.
  private(set) var bytes = 0
  /// The key of the item evaluated last, when the page ended before the range did.
  private(set) var lastEvaluatedKey: Item?

  init(
    _ range: KeyRange, of table: Table, forward: Bool, limit: Int?, _ selection: Selection, _ store: DynamoDBStore
  ) throws(AWSError) {
    var page = ItemPage()
    try store.walk(range, forward: forward, expecting: limit ?? 100) { _, item in
      page.scannedCount += 1
      page.bytes += ItemSize.of(item)
      if selection.keeps(item) {
        page.count += 1
        if selection.returnsItems { page.items.append(selection.projection?.applied(to: item) ?? item) }
      }
      if page.scannedCount == limit || page.bytes >= ItemSize.pageLimit {
        page.lastEvaluatedKey = ItemPage.key(of: item, in: table)
        return false
      }
      return true
    }
    self = page
  }

  private init() {}

  private static func key(of item: Item, in table: Table) -> Item {
    var key = Item()
    for attribute in table.key.attributes {
      if let value = item[attribute.name] { key.append(attribute.name, value) }
    }
    return key
  }
}
