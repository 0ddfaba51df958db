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
    var key: [UInt8] = []
    appendSpace(id, to: &key)
    return key
  }

  /// The prefix of a partition.
  package static func prefix(of partition: AttributeValue, in table: Table) -> [UInt8] {
    var encoded: [UInt8] = []
    KeyEncoding.append(partition, to: &encoded)
    var key = prefix(ofSpace: table.id)
    key.reserveCapacity(14 + encoded.count + 16)
    append(partition: encoded[...], to: &key)
    return key
  }

  static func append(_ number: UInt64, to key: inout [UInt8]) {
    var shift: UInt64 = 64
    while shift > 0 {
      shift -= 8
      key.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// FNV-1a, then mixed so that its high bits depend on all of the key.
  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
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
    func place(of attribute: KeyAttribute) throws(AWSError) -> Int {
      guard let place = item.place(of: attribute.name) else { throw AWSError.missingKey(attribute.text) }
      let type = item.type(at: place)
      if type != attribute.type { throw AWSError.keyType(attribute.text, attribute.type.name, type.name) }
      return place
    }
    let partition = try place(of: table.key.partition)
    return try build(item, in: table, partition, try table.key.sort.map(place))
  }

  /// The key that a request names: the key attributes and no others.
  static func ofKey(_ key: Item, in table: Table) throws(AWSError) -> [UInt8] {
    if key.attributeCount != table.key.attributes.count { throw AWSError.keyMismatch }
    func place(of attribute: KeyAttribute) throws(AWSError) -> Int {
      guard let place = key.place(of: attribute.name), key.type(at: place) == attribute.type else {
        throw AWSError.keyMismatch
      }
      return place
    }
    let partition = try place(of: table.key.partition)
    return try build(key, in: table, partition, try table.key.sort.map(place))
  }

  /// From the values at their places, in one go.
  private static func build(
    _ item: Item, in table: Table, _ partition: Int, _ sort: Int?
  ) throws(AWSError) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(96)
    appendSpace(table.id, to: &key)
    let attribute = table.key.partition
    if attribute.type == .number {
      var encoded: [UInt8] = []
      KeyEncoding.append(item.value(at: partition), to: &encoded)
      append(partition: encoded[...], to: &key)
    } else {
      let content = item.scalar(at: partition)
      try check(content, attribute, limit: ItemSize.partitionKeyLimit, .partitionKeySize)
      append(partition: content, to: &key)
    }
    guard let sort, let attribute = table.key.sort else { return key }
    if attribute.type == .number {
      KeyEncoding.append(item.value(at: sort), to: &key)
    } else {
      let content = item.scalar(at: sort)
      try check(content, attribute, limit: ItemSize.sortKeyLimit, .sortKeySize)
      key.append(contentsOf: content)
    }
    return key
  }

  private static func appendSpace(_ id: Int, to key: inout [UInt8]) {
    let number = UInt32(truncatingIfNeeded: id)
    key.append(UInt8(truncatingIfNeeded: number >> 24))
    key.append(UInt8(truncatingIfNeeded: number >> 16))
    key.append(UInt8(truncatingIfNeeded: number >> 8))
    key.append(UInt8(truncatingIfNeeded: number))
  }

  /// Hash, length and the encoded partition key itself.
  static func append(partition encoded: ArraySlice<UInt8>, to key: inout [UInt8]) {
    append(hash(encoded), to: &key)
    key.append(UInt8(encoded.count >> 8))
    key.append(UInt8(encoded.count & 0xFF))
    key.append(contentsOf: encoded)
  }

  private static func check(
    _ content: ArraySlice<UInt8>, _ attribute: KeyAttribute, limit: Int, _ tooLong: AWSError
  ) throws(AWSError) {
    if content.isEmpty { throw AWSError.emptyKey(attribute.text, attribute.type == .string ? "string" : "binary") }
    if content.count > limit { throw tooLong }
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
