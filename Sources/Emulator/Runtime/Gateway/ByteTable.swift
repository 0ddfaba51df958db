import Glibc

/// A table whose keys are looked up as bytes, so that no String is made of what came off the wire. Filled once.
struct ByteTable<Value> {
  /// Places in `entries`, -1 where free; a power of two of them.
  private var slots: [Int32] = []
  private var entries: [Entry] = []
  private var values: [Value] = []
  private var text: [UInt8] = []

  private struct Entry {
    var hash: UInt32
    var start: UInt32
    var length: UInt32
  }

  mutating func insert(_ key: String, _ value: Value) {
    let bytes = Array(key.utf8)
    entries.append(
      Entry(hash: bytes.withUnsafeBytes(ByteTable.hash), start: UInt32(text.count), length: UInt32(bytes.count)))
    text += bytes
    values.append(value)
    if entries.count * 2 > slots.count {
      slots = Array(repeating: -1, count: max(64, slots.count * 2))
      for entry in entries.indices { place(entry) }
    } else {
      place(entries.count - 1)
    }
  }

  private mutating func place(_ entry: Int) {
    var index = Int(entries[entry].hash) & (slots.count - 1)
    while slots[index] >= 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = Int32(entry)
  }

  subscript(_ key: UnsafeRawBufferPointer) -> Value? {
    guard !slots.isEmpty, let start = key.baseAddress else { return nil }
    let hash = ByteTable.hash(key)
    var index = Int(hash) & (slots.count - 1)
    while slots[index] >= 0 {
      let place = Int(slots[index])
      let entry = entries[place]
      if entry.hash == hash, Int(entry.length) == key.count,
        text.withUnsafeBytes({ $0.baseAddress.map { memcmp($0 + Int(entry.start), start, key.count) } == 0 })
      {
        return values[place]
      }
      index = (index + 1) & (slots.count - 1)
    }
    return nil
  }

  /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return UInt32(truncatingIfNeeded: hash >> 8)
  }
}
