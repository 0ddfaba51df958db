/// Rows of key columns as bytes, equal where the rows are equal (NULL equal to NULL, as grouping has it).
struct RowKeys {
  private let columns: [Column]
  private let types: [SQLType]

  init(_ columns: [Column], _ types: [SQLType]) {
    self.columns = columns
    self.types = types
  }

  /// Whether a key column is NULL there: such rows join with none.
  func hasNull(_ row: Int) -> Bool {
    for column in columns where !column.isValid(row) { return true }
    return false
  }

  @inline(__always)
  private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  func append(_ row: Int, to bytes: inout [UInt8]) {
    for (index, column) in columns.enumerated() {
      guard column.isValid(row) else {
        bytes.append(0)
        continue
      }
      bytes.append(1)
      let at: Int = column.place(row)
      switch column.storage {
      case .bool(let values): bytes.append(values[at] ? 1 : 0)
      case .int(let values):
        let value: Int64 = types[index] == .timestampWithZone ? ZonedTime.millis(values[at]) : values[at]
        Self.append(UInt64(bitPattern: value), to: &bytes)
      case .double(let values): Self.append(Self.bits(values[at]), to: &bytes)
      case .decimal(let values):
        Self.append(UInt64(truncatingIfNeeded: values[at]), to: &bytes)
        Self.append(UInt64(truncatingIfNeeded: values[at] >> 64), to: &bytes)
      case .bytes(let spans, let data):
        var range: Range<Int> = spans[at].range
        if types[index].isChar {
          while !range.isEmpty, data[range.upperBound - 1] == 32 { range = range.lowerBound..<range.upperBound - 1 }
        }
        Self.append(UInt64(range.count), to: &bytes)
        data.withUnsafeBytes { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[range])) }
      case .array, .map, .row: Self.append(column.datum(row), types[index], to: &bytes)
      }
    }
  }

  private static func bits(_ value: Double) -> UInt64 {
    value == 0 ? 0 : value.isNaN ? Double.nan.bitPattern : value.bitPattern
  }

  private static func append(_ value: Datum, _ type: SQLType, to bytes: inout [UInt8]) {
    if value.isNull {
      bytes.append(0)
      return
    }
    bytes.append(1)
    switch (value, type) {
    case (.array(let values), .array(let element)):
      append(UInt64(values.count), to: &bytes)
      for value in values { append(value, element, to: &bytes) }
    case (.row(let values), .row(let fields)):
      for (index, field) in fields.enumerated() { append(values[index], field.type, to: &bytes) }
    case (.map(let keys, let values), .map(let keyType, let valueType)):
      append(UInt64(keys.count), to: &bytes)
      // In one order, so that equal maps have equal bytes.
      for index in keys.indices.sorted(by: { Ordering.compare(keys[$0], keys[$1], keyType) < 0 }) {
        append(keys[index], keyType, to: &bytes)
        append(values[index], valueType, to: &bytes)
      }
    case (.int(let number), _):
      append(UInt64(bitPattern: type == .timestampWithZone ? ZonedTime.millis(number) : number), to: &bytes)
    case (.double(let number), _): append(bits(number), to: &bytes)
    case (.decimal(let number), _):
      append(UInt64(truncatingIfNeeded: number), to: &bytes)
      append(UInt64(truncatingIfNeeded: number >> 64), to: &bytes)
    case (.bool(let flag), _): bytes.append(flag ? 1 : 0)
    case (.bytes(let text), _):
      append(UInt64(text.count), to: &bytes)
      bytes += text
    default: break
    }
  }
}

/// Numbers keys in the order in which they first come: an open-addressing table over their bytes.
struct KeyTable {
  private var slots: [Int32]
  private var hashes: [UInt64] = []
  private var ends: [Int] = []
  private var data: [UInt8] = []
  private var mask: Int

  init() {
    slots = [Int32](repeating: -1, count: 64)
    mask = 63
  }

  var count: Int { ends.count }
  var byteCount: Int { slots.count * 4 + hashes.count * 16 + data.count }

  @inline(__always)
  private static func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(key.count)
    var at = 0
    while at + 8 <= key.count {
      state = mix(state ^ key.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    var rest: UInt64 = 0
    while at < key.count {
      rest = rest << 8 | UInt64(key[at])
      at += 1
    }
    return mix(state ^ rest)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// The key's number; -1 where it is unknown and not to be added.
  mutating func number(_ key: [UInt8], adding: Bool) -> Int32 {
    let hash: UInt64 = key.withUnsafeBytes { Self.hash($0) }
    var slot: Int = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let candidate: Int = Int(slots[slot])
      if hashes[candidate] == hash, same(candidate, key) { return slots[slot] }
      slot = (slot + 1) & mask
    }
    guard adding else { return -1 }
    let number = Int32(ends.count)
    slots[slot] = number
    hashes.append(hash)
    data += key
    ends.append(data.count)
    if ends.count * 2 > slots.count { grow() }
    return number
  }

  @inline(__always)
  private func same(_ candidate: Int, _ key: [UInt8]) -> Bool {
    let start: Int = candidate == 0 ? 0 : ends[candidate - 1]
    guard ends[candidate] - start == key.count else { return false }
    return data.withUnsafeBytes { all in
      key.withUnsafeBytes { wanted in
        Ordering.compare(UnsafeRawBufferPointer(rebasing: all[start..<ends[candidate]]), wanted) == 0
      }
    }
  }

  private mutating func grow() {
    mask = slots.count * 2 - 1
    slots = [Int32](repeating: -1, count: mask + 1)
    for (number, hash) in hashes.enumerated() {
      var slot: Int = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }
}
