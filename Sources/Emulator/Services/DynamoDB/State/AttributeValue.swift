/// The ten types, as they are spelt on the wire. The raw value is the tag in the item's bytes.
package enum AttributeType: UInt8, Sendable, CaseIterable {
  case string = 1
  case number = 2
  case binary = 3
  case null = 4
  case boolTrue = 5
  case boolFalse = 6
  case stringSet = 7
  case numberSet = 8
  case binarySet = 9
  case list = 10
  case map = 11

  /// `S`, `N`, `B`, `NULL`, `BOOL`, `SS`, `NS`, `BS`, `L`, `M`.
  package var name: String {
    switch self {
    case .string: "S"
    case .number: "N"
    case .binary: "B"
    case .null: "NULL"
    case .boolTrue, .boolFalse: "BOOL"
    case .stringSet: "SS"
    case .numberSet: "NS"
    case .binarySet: "BS"
    case .list: "L"
    case .map: "M"
    }
  }

  /// The word that errors of ADD and DELETE use.
  var longName: String {
    switch self {
    case .string: "STRING"
    case .number: "NUMBER"
    case .binary: "BINARY"
    case .null: "NULL"
    case .boolTrue, .boolFalse: "BOOLEAN"
    case .stringSet: "STRING_SET"
    case .numberSet: "NUMBER_SET"
    case .binarySet: "BINARY_SET"
    case .list: "LIST"
    case .map: "MAP"
    }
  }
}

/// A value in full, as expressions compute with it. Items at rest are bytes (see `Item`).
/// Sets keep the order in which they came and hold no member twice.
package enum AttributeValue: Sendable {
  case string([UInt8])
  case number(DecimalNumber)
  case binary([UInt8])
  case null
  case bool(Bool)
  case stringSet([[UInt8]])
  case numberSet([DecimalNumber])
  case binarySet([[UInt8]])
  case list([AttributeValue])
  case map(AttributeMap)

  package var type: AttributeType {
    switch self {
    case .string: .string
    case .number: .number
    case .binary: .binary
    case .null: .null
    case .bool(let value): value ? .boolTrue : .boolFalse
    case .stringSet: .stringSet
    case .numberSet: .numberSet
    case .binarySet: .binarySet
    case .list: .list
    case .map: .map
    }
  }

  package static func string(_ text: String) -> AttributeValue {
    .string(Array(text.utf8))
  }

  /// The type's name on the wire: `S`, `N`, …
  package var typeName: String { type.name }
}

/// Names with their values, in the order in which they came. Names are UTF-8 and occur once.
package struct AttributeMap: Sendable {
  package private(set) var entries: [(name: [UInt8], value: AttributeValue)] = []
  /// Where each name stands, once there are too many to look through.
  private var positions: [[UInt8]: Int] = [:]
  private static let searchable = 16

  package init() {}

  package init(_ entries: [(name: [UInt8], value: AttributeValue)]) {
    for entry in entries { self[entry.name] = entry.value }
  }

  package var count: Int { entries.count }

  package subscript(name: [UInt8]) -> AttributeValue? {
    get {
      guard let position = position(of: name) else { return nil }
      return entries[position].value
    }
    set {
      let found = position(of: name)
      switch (found, newValue) {
      case (let position?, let value?): entries[position].value = value
      case (nil, let value?): append(name, value)
      case (let position?, nil): remove(at: position)
      case (nil, nil): break
      }
    }
  }

  /// Changes a value in its place; `nil` where there is none.
  mutating func update<Result>(_ name: [UInt8], _ change: (inout AttributeValue) -> Result) -> Result? {
    guard let position = position(of: name) else { return nil }
    return change(&entries[position].value)
  }

  private func position(of name: [UInt8]) -> Int? {
    if entries.count > AttributeMap.searchable { return positions[name] }
    return entries.firstIndex { $0.name == name }
  }

  private mutating func append(_ name: [UInt8], _ value: AttributeValue) {
    entries.append((name, value))
    if entries.count == AttributeMap.searchable + 1 {
      index()
    } else if entries.count > AttributeMap.searchable {
      positions[name] = entries.count - 1
    }
  }

  private mutating func remove(at position: Int) {
    entries.remove(at: position)
    if entries.count > AttributeMap.searchable { index() } else { positions = [:] }
  }

  private mutating func index() {
    positions = [:]
    for (position, entry) in entries.enumerated() { positions[entry.name] = position }
  }
}

// MARK: - Equality

extension AttributeValue: Equatable {
  /// DynamoDB's equality: of the same type and content; sets and maps without regard to order.
  package static func == (left: AttributeValue, right: AttributeValue) -> Bool {
    switch (left, right) {
    case (.string(let one), .string(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.binary(let one), .binary(let other)): one == other
    case (.null, .null): true
    case (.bool(let one), .bool(let other)): one == other
    case (.stringSet(let one), .stringSet(let other)): sameMembers(one, other)
    case (.numberSet(let one), .numberSet(let other)): sameMembers(one, other)
    case (.binarySet(let one), .binarySet(let other)): sameMembers(one, other)
    case (.list(let one), .list(let other)): one == other
    case (.map(let one), .map(let other)): one == other
    default: false
    }
  }

  private static func sameMembers<Member: Hashable>(_ one: [Member], _ other: [Member]) -> Bool {
    if one.count != other.count { return false }
    if one == other { return true }
    return Set(one) == Set(other)
  }
}

extension AttributeMap: Equatable {
  package static func == (left: AttributeMap, right: AttributeMap) -> Bool {
    if left.count != right.count { return false }
    for entry in left.entries where right[entry.name] != entry.value { return false }
    return true
  }
}

// MARK: - Order

extension AttributeValue {
  /// Whether `<` and its kin are defined for the type: S, N and B.
  var isOrdered: Bool {
    switch self {
    case .string, .number, .binary: true
    case .null, .bool, .stringSet, .numberSet, .binarySet, .list, .map: false
    }
  }

  /// -1, 0 or 1; `nil` where the two have no order. Strings and binaries go by unsigned bytes.
  func compared(to other: AttributeValue) -> Int? {
    switch (self, other) {
    case (.string(let one), .string(let two)), (.binary(let one), .binary(let two)):
      if one == two { return 0 }
      return one.lexicographicallyPrecedes(two) ? -1 : 1
    case (.number(let one), .number(let two)):
      if one == two { return 0 }
      return one < two ? -1 : 1
    default: return nil
    }
  }
}
