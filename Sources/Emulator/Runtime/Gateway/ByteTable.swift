/// A table whose keys are looked up as bytes, so that no String is made of what came off the wire. Filled once.
struct ByteTable<Value> {
  private var slots: [(key: [UInt8], value: Value)?] = []
  private var count = 0

  mutating func insert(_ key: String, _ value: Value) {
    if (count + 1) * 2 > slots.count {
      let old = slots
      slots = Array(repeating: nil, count: max(64, old.count * 2))
      for slot in old { if let slot { place(slot.key, slot.value) } }
    }
    place(Array(key.utf8), value)
    count += 1
  }

  private mutating func place(_ key: [UInt8], _ value: Value) {
    var index = key.withUnsafeBytes { ByteTable.hash($0) } & (slots.count - 1)
    while slots[index] != nil { index = (index + 1) & (slots.count - 1) }
    slots[index] = (key, value)
  }

  subscript(_ key: UnsafeRawBufferPointer) -> Value? {
    guard count > 0 else { return nil }
    var index = ByteTable.hash(key) & (slots.count - 1)
    while let slot = slots[index] {
      if slot.key.count == key.count, slot.key.elementsEqual(key) { return slot.value }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }

  /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash >> 8)
  }
}
