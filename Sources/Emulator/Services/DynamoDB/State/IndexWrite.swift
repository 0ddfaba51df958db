import Protocols

/// Keeps one index in step with the writes of one operation.
struct IndexWrite {
  let index: SecondaryIndex
  private(set) var items = 0
  private(set) var bytes = 0

  init(_ index: SecondaryIndex) { self.index = index }

  /// Gives the write units: one write for an entry made, taken away or changed, two for one that moves to another key,
  /// none when what the index shows stays the same.
  mutating func write(
    _ key: [UInt8], _ old: Item?, _ new: Item?, _ rows: ItemRows
  ) throws(AWSError) -> Double {
    let before = old.flatMap { IndexKey.of($0, key, in: index) }
    let after = new.flatMap { IndexKey.of($0, key, in: index) }
    var units = 0.0
    if let before, let old, before != after {
      // While the index is being filled, the entry may not be there yet.
      if try rows.deleteEntry(before) {
        let size = ItemSize.of(index.projected(old))
        items -= 1
        bytes -= size
        units += CapacityUnits.write(size)
      }
    }
    guard let after, let new else { return units }
    let entry = index.projected(new)
    let size = ItemSize.of(entry)
    if before == after, let old {
      let former = index.projected(old)
      if !index.isFilling {
        if former == entry { return units }
        try rows.putEntry(entry, after)
        let oldSize = ItemSize.of(former)
        bytes += size - oldSize
        return units + CapacityUnits.write(size, oldSize)
      }
      if try rows.deleteEntry(after) {
        items -= 1
        bytes -= ItemSize.of(former)
      }
    }
    try rows.putEntry(entry, after)
    items += 1
    bytes += size
    return units + CapacityUnits.write(size)
  }

  /// Enters an item that stood in the table before the index did, unless a write since has entered it already.
  mutating func fill(_ key: [UInt8], _ item: Item, _ rows: ItemRows) throws(AWSError) {
    guard let entryKey = IndexKey.of(item, key, in: index), try rows.row(entryKey) == nil else { return }
    let entry = index.projected(item)
    try rows.putEntry(entry, entryKey)
    items += 1
    bytes += ItemSize.of(entry)
  }
}

extension SecondaryIndex {
  /// What the index shows of an item.
  func projected(_ item: Item) -> Item {
    guard let shown else { return item }
    var entry = Item()
    item.forEachAttribute { name, value in
      if shown.contains(where: { item.bytes[name].elementsEqual($0) }) { item.copy(name, value, to: &entry) }
    }
    return entry
  }
}
