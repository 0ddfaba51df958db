/// DynamoDB's own arithmetic of sizes, in bytes.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
package enum ItemSize {
  /// Largest item, names included.
  package static let limit = 409_600
  package static let partitionKeyLimit = 2048
  package static let sortKeyLimit = 1024
  /// What a page of Query or Scan evaluates at most.
  package static let pageLimit = 1_048_576
  package static let nestingLimit = 32
  package static let attributeNameLimit = 65_535

  /// Strings: UTF-8; numbers: see `number`; NULL and BOOL: 1; lists and maps: 3, and 1 for each element beside its
  /// own size; an attribute: its name and its value.
  package static func of(_ item: Item) -> Int {
    var offset = 0
    return attributes(item.bytes, &offset, to: item.bytes.count)
  }

  private static func attributes(_ bytes: [UInt8], _ offset: inout Int, to end: Int) -> Int {
    var size = 0
    while offset < end {
      let length = ItemCoding.readLength(bytes, &offset)
      offset += length
      size += length + value(bytes, &offset)
    }
    return size
  }

  private static func value(_ bytes: [UInt8], _ offset: inout Int) -> Int {
    let type = ItemCoding.type(bytes[offset])
    offset += 1
    switch type {
    case .string, .binary:
      let length = ItemCoding.readLength(bytes, &offset)
      offset += length
      return length
    case .number:
      let length = ItemCoding.readLength(bytes, &offset)
      offset += length
      return number(bytes[(offset - length)..<offset])
    case .null, .boolTrue, .boolFalse: return 1
    case .stringSet, .binarySet, .numberSet:
      var size = 0
      let end = ItemCoding.readSize(bytes, &offset) + offset
      while offset < end {
        let length = ItemCoding.readLength(bytes, &offset)
        offset += length
        size += type == .numberSet ? number(bytes[(offset - length)..<offset]) : length
      }
      return size
    case .list:
      var size = 3
      let end = ItemCoding.readSize(bytes, &offset) + offset
      while offset < end { size += 1 + value(bytes, &offset) }
      return size
    case .map:
      let end = ItemCoding.readSize(bytes, &offset) + offset
      var size = 3
      while offset < end {
        let length = ItemCoding.readLength(bytes, &offset)
        offset += length
        size += 1 + length + value(bytes, &offset)
      }
      return size
    }
  }

  /// How deep values nest: 1 for an item of scalars, one more for each list or map around a value.
  package static func depth(of item: Item) -> Int {
    var offset = 0
    return depth(item.bytes, &offset, to: item.bytes.count, isMap: true)
  }

  private static func depth(_ bytes: [UInt8], _ offset: inout Int, to end: Int, isMap: Bool) -> Int {
    var deepest = 1
    while offset < end {
      if isMap {
        let length = ItemCoding.readLength(bytes, &offset)
        offset += length
      }
      let type = ItemCoding.type(bytes[offset])
      if type == .list || type == .map {
        offset += 1
        let size = ItemCoding.readSize(bytes, &offset)
        if size > 0 {
          deepest = max(deepest, 1 + depth(bytes, &offset, to: offset + size, isMap: type == .map))
        }
      } else {
        offset = ItemCoding.end(of: offset, in: bytes)
      }
    }
    return deepest
  }

  /// One byte, one for each pair of significant digits (pairs stand on even powers of ten, so that an even number
  /// of digits may touch one pair more), one for a minus. `text` is canonical.
  static func number(_ text: ArraySlice<UInt8>) -> Int {
    var isNegative = false
    var first = -1
    var last = -1
    var point = -1
    var place = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): point = place
      default:
        if byte != UInt8(ascii: "0") {
          if first < 0 { first = place }
          last = place
        }
        place += 1
      }
    }
    if first < 0 { return 1 }
    let digits = last - first + 1
    let magnitude = (point < 0 ? place : point) - first - 1
    let straddles = digits % 2 == 0 && magnitude % 2 == 0
    return 1 + (digits + 1) / 2 + (straddles ? 1 : 0) + (isNegative ? 1 : 0)
  }
}
