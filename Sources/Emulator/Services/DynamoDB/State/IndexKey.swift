import Protocols

/// The store's key of an index's entry, ordered by memcmp:
///
///     index's number, 4 bytes, high first
///     hash of the partition part, 8 bytes, high first
///     length of the partition part, 2 bytes, high first
///     partition part: each attribute, delimited
///     sort part: each attribute, delimited
///     the item's own key without its table's number
///
/// Delimited encodings (`KeyEncoding.appendDelimited`) order as their values do and none begins with another, so that
/// conditions on the first sort attributes are ranges, and entries alike in all of them order by the items' own keys.
enum IndexKey {
  /// nil: the item is not in the index, for it lacks a key attribute (or, standing there before the index did, holds one
  /// that cannot be a key).
  static func of(_ item: Item, _ key: [UInt8], in index: SecondaryIndex) -> [UInt8]? {
    var encoded: [UInt8] = []
    for attribute in index.partition {
      if !append(attribute, of: item, limit: ItemSize.partitionKeyLimit, to: &encoded) { return nil }
    }
    var entry = prefix(ofPartition: encoded, in: index)
    for attribute in index.sort {
      if !append(attribute, of: item, limit: ItemSize.sortKeyLimit, to: &entry) { return nil }
    }
    entry.append(contentsOf: key[ItemKey.hashOffset...])
    return entry
  }

  private static func append(
    _ attribute: KeyAttribute, of item: Item, limit: Int, to key: inout [UInt8]
  ) -> Bool {
    guard let place = item.place(of: attribute.name), item.type(at: place) == attribute.type else { return false }
    let value = item.value(at: place)
    if !fits(value, limit: limit) { return false }
    KeyEncoding.appendDelimited(value, to: &key)
    return true
  }

  /// Of the entries of one partition.
  static func prefix(of partition: [AttributeValue], in index: SecondaryIndex) -> [UInt8] {
    var encoded: [UInt8] = []
    for value in partition { KeyEncoding.appendDelimited(value, to: &encoded) }
    return prefix(ofPartition: encoded, in: index)
  }

  private static func prefix(ofPartition encoded: [UInt8], in index: SecondaryIndex) -> [UInt8] {
    var key = ItemKey.prefix(ofSpace: index.id)
    key.reserveCapacity(encoded.count + 64)
    ItemKey.append(partition: encoded[...], to: &key)
    return key
  }

  /// Whether a value may be a key at all: not empty, not too long.
  private static func fits(_ value: AttributeValue, limit: Int) -> Bool {
    switch value {
    case .string(let content), .binary(let content): !content.isEmpty && content.count <= limit
    default: true
    }
  }

  /// Refuses an attribute that is a key of an index and cannot be one, and an item that, with what one of its local
  /// indexes shows of it, exceeds the largest item.
  static func check(_ item: Item, in table: Table, _ tooLarge: AWSError) throws(AWSError) {
    if table.indexes.isEmpty { return }
    for index in table.indexes { try check(item, in: index) }
    for index in table.indexes where index.isLocal && index.attributes.allSatisfy({ item.contains($0.name) }) {
      if ItemSize.of(item) + ItemSize.of(index.projected(item)) > ItemSize.limit { throw tooLarge }
    }
  }

  static func check(_ item: Item, in index: SecondaryIndex) throws(AWSError) {
    for attribute in index.partition {
      try check(item, attribute, in: index, limit: ItemSize.partitionKeyLimit, .partitionKeySize)
    }
    for attribute in index.sort { try check(item, attribute, in: index, limit: ItemSize.sortKeyLimit, .sortKeySize) }
  }

  private static func check(
    _ item: Item, _ attribute: KeyAttribute, in index: SecondaryIndex, limit: Int, _ tooLong: AWSError
  ) throws(AWSError) {
    guard let place = item.place(of: attribute.name) else { return }
    let type = item.type(at: place)
    if type != attribute.type {
      throw AWSError.indexKeyType(attribute.text, attribute.type.name, type.name, index.name)
    }
    if type == .number { return }
    let content = item.scalar(at: place)
    if content.isEmpty {
      throw AWSError.emptyIndexKey(attribute.text, type == .string ? "string" : "binary", index.name)
    }
    if content.count > limit { throw tooLong }
  }
}
