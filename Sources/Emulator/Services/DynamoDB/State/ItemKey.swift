import Protocols

/// The store's key of an item, ordered by memcmp:
///
///     number of the table's space, 4 bytes, high first
///     hash of the partition key, 8 bytes, high first
///     length of the partition key, 2 bytes, high first
///     partition key, encoded
///     sort key, encoded
///
/// A partition is the range under its prefix, in the order of its sort keys; a table is the range under its number, in
/// the order of the hashes, which a parallel scan divides. An index has a space of its own (`IndexKey`).
package enum ItemKey {
  /// Where the hash begins.
  static let hashOffset = 4

  package static func prefix(ofSpace id: Int) -> [UInt8] {
    let number = UInt32(truncatingIfNeeded: id)
    return [
      UInt8(truncatingIfNeeded: number >> 24), UInt8(truncatingIfNeeded: number >> 16),
      UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number),
    ]
  }

  /// The prefix of a partition.
  package static func prefix(of partition: AttributeValue, in table: Table) -> [UInt8] {
    var encoded: [UInt8] = []
    KeyEncoding.append(partition, to: &encoded)
    var key = prefix(ofSpace: table.id)
    key.reserveCapacity(14 + encoded.count + 16)
    append(hash(encoded), to: &key)
    key.append(UInt8(encoded.count >> 8))
    key.append(UInt8(encoded.count & 0xFF))
    key.append(contentsOf: encoded)
    return key
  }

  static func append(_ number: UInt64, to key: inout [UInt8]) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) { key.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  /// FNV-1a, then mixed so that its high bits depend on all of the key.
  static func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes {
      hash ^= UInt64(byte)
      hash = hash &* 0x100_0000_01b3
    }
    hash ^= hash >> 33
    hash = hash &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    hash = hash &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ (hash >> 33)
  }

  /// The first key after all that begin with `prefix`; nil when there is none.
  package static func end(of prefix: [UInt8]) -> [UInt8]? {
    var end = prefix
    while let last = end.last {
      if last < 0xFF {
        end[end.count - 1] = last + 1
        return end
      }
      end.removeLast()
    }
    return nil
  }

  /// The first key after `key`.
  package static func after(_ key: [UInt8]) -> [UInt8] { key + [0] }

  // MARK: Keys of items and requests

  /// The key of an item to be put. Refuses a key attribute that is missing, of another type, empty or too long.
  static func ofItem(_ item: Item, in table: Table) throws(AWSError) -> [UInt8] {
    try build(in: table) { (attribute: KeyAttribute) throws(AWSError) -> AttributeValue in
      guard let place = item.place(of: attribute.name) else { throw AWSError.missingKey(attribute.text) }
      let type = item.type(at: place)
      if type != attribute.type { throw AWSError.keyType(attribute.text, attribute.type.name, type.name) }
      return item.value(at: place)
    }
  }

  /// The key that a request names: the key attributes and no others.
  static func ofKey(_ key: Item, in table: Table) throws(AWSError) -> [UInt8] {
    if key.attributeCount != table.key.attributes.count { throw AWSError.keyMismatch }
    return try build(in: table) { (attribute: KeyAttribute) throws(AWSError) -> AttributeValue in
      guard let place = key.place(of: attribute.name), key.type(at: place) == attribute.type else {
        throw AWSError.keyMismatch
      }
      return key.value(at: place)
    }
  }

  private static func build(
    in table: Table, _ value: (KeyAttribute) throws(AWSError) -> AttributeValue
  ) throws(AWSError) -> [UInt8] {
    let partition = try value(table.key.partition)
    try check(partition, table.key.partition, limit: ItemSize.partitionKeyLimit, .partitionKeySize)
    guard let sort = table.key.sort else { return prefix(of: partition, in: table) }
    let second = try value(sort)
    try check(second, sort, limit: ItemSize.sortKeyLimit, .sortKeySize)
    var key = prefix(of: partition, in: table)
    KeyEncoding.append(second, to: &key)
    return key
  }

  /// Refuses an empty or too long string or binary.
  static func check(
    _ value: AttributeValue, _ attribute: KeyAttribute, limit: Int, _ tooLong: AWSError
  ) throws(AWSError) {
    switch value {
    case .string(let content), .binary(let content):
      if content.isEmpty { throw AWSError.emptyKey(attribute.text, attribute.type == .string ? "string" : "binary") }
      if content.count > limit { throw tooLong }
    default: break
    }
  }
}
