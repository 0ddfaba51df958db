import Glibc

/// One value, outside the vectors: of constants, of scalar functions and of nested values. The type is in the plan.
package indirect enum Datum: Sendable, Hashable {
  case null
  case bool(Bool)
  /// All that rides on 64 bits (see `StorageKind`).
  case int(Int64)
  /// A decimal's digits without its point.
  case decimal(Int128)
  case double(Double)
  case bytes([UInt8])
  case array([Datum])
  /// Keys and values side by side.
  case map([Datum], [Datum])
  case row([Datum])

  var isNull: Bool { if case .null = self { true } else { false } }

  package static func text(_ text: String) -> Datum { .bytes(Array(text.utf8)) }

  var boolValue: Bool { if case .bool(let value) = self { value } else { false } }
  var intValue: Int64 { if case .int(let value) = self { value } else { 0 } }
  var decimalValue: Int128 { if case .decimal(let value) = self { value } else { 0 } }
  var doubleValue: Double { if case .double(let value) = self { value } else { 0 } }
  var bytesValue: [UInt8] { if case .bytes(let value) = self { value } else { [] } }
  var textValue: String { String(decoding: bytesValue, as: UTF8.self) }
  var elements: [Datum] {
    switch self {
    case .array(let values), .row(let values): values
    default: []
    }
  }
}

/// Order and equality of values by type.
enum Ordering {
  /// -1, 0 or 1; NaN above all numbers, and equal to itself, as sorting and grouping have it. Nulls inside nested
  /// values come last.
  static func compare(_ left: Datum, _ right: Datum, _ type: SQLType) -> Int {
    switch (left, right) {
    case (.null, .null): return 0
    case (.null, _): return 1
    case (_, .null): return -1
    case (.bool(let first), .bool(let second)): return first == second ? 0 : first ? 1 : -1
    case (.int(let first), .int(let second)):
      if type == .timestampWithZone { return sign(ZonedTime.millis(first), ZonedTime.millis(second)) }
      return sign(first, second)
    case (.decimal(let first), .decimal(let second)): return first < second ? -1 : first > second ? 1 : 0
    case (.double(let first), .double(let second)): return compare(first, second)
    case (.bytes(let first), .bytes(let second)):
      if type.isChar { return compare(Text.trimmedRight(first), Text.trimmedRight(second)) }
      return compare(first, second)
    case (.array(let first), .array(let second)):
      guard case .array(let element) = type else { return 0 }
      for (one, two) in zip(first, second) {
        let order: Int = compare(one, two, element)
        if order != 0 { return order }
      }
      return sign(Int64(first.count), Int64(second.count))
    case (.row(let first), .row(let second)):
      guard case .row(let fields) = type else { return 0 }
      for (index, field) in fields.enumerated() where index < first.count && index < second.count {
        let order: Int = compare(first[index], second[index], field.type)
        if order != 0 { return order }
      }
      return 0
    case (.map, .map): return equalMaps(left, right, type) ? 0 : 1
    default: return 0
    }
  }

  private static func equalMaps(_ left: Datum, _ right: Datum, _ type: SQLType) -> Bool {
    guard case .map(let keys, let values) = left, case .map(let otherKeys, let otherValues) = right,
      case .map(let keyType, let valueType) = type, keys.count == otherKeys.count
    else { return false }
    for (index, key) in keys.enumerated() {
      guard let other: Int = otherKeys.firstIndex(where: { compare(key, $0, keyType) == 0 }),
        compare(values[index], otherValues[other], valueType) == 0
      else { return false }
    }
    return true
  }

  @inline(__always) static func sign(_ left: Int64, _ right: Int64) -> Int { left < right ? -1 : left > right ? 1 : 0 }

  static func compare(_ left: Double, _ right: Double) -> Int {
    if left < right { return -1 }
    if left > right { return 1 }
    if left == right { return 0 }
    return left.isNaN ? (right.isNaN ? 0 : 1) : -1
  }

  static func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
    left.withUnsafeBytes { first in
      right.withUnsafeBytes { second in compare(first, second) }
    }
  }

  /// By bytes, which for UTF-8 is by code points.
  static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let shared: Int = min(left.count, right.count)
    if shared > 0, let first = left.baseAddress, let second = right.baseAddress {
      let order: Int32 = memcmp(first, second, shared)
      if order != 0 { return order < 0 ? -1 : 1 }
    }
    return sign(Int64(left.count), Int64(right.count))
  }
}
