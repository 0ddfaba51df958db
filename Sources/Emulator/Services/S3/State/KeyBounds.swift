/// Bounds in the order of keys, which is that of their bytes.
enum KeyBounds {
  /// What every key with that prefix is below, and no other key that follows it; past all keys for an empty one.
  static func end(ofPrefix prefix: [UInt8]) -> [UInt8] {
    var end = prefix
    while let last = end.popLast() {
      if last < 0xff { return end + [last + 1] }
    }
    // No UTF-8 begins with it.
    return [0xff]
  }

  /// The first possible key behind `key`.
  static func after(_ key: [UInt8]) -> [UInt8] { key + [0] }

  /// Where the first `delimiter` at or behind `start` ends; nil without one.
  static func end(of delimiter: [UInt8], in key: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let first = delimiter.first else { return nil }
    var index = start
    while index + delimiter.count <= key.count {
      if key[index] == first, key[index..<index + delimiter.count].elementsEqual(delimiter) {
        return index + delimiter.count
      }
      index += 1
    }
    return nil
  }
}
