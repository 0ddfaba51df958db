import Protocols

/// The values of a partition as one key that sorts value by value and byte by byte.
struct PartitionValues {
  let key: [UInt8]

  /// A zero byte within a value becomes 0 255; 0 0 ends a value, so no value's key begins another's.
  init(_ values: [String]) {
    var key: [UInt8] = []
    for value in values {
      for byte in value.utf8 {
        key.append(byte)
        if byte == 0 { key.append(255) }
      }
      key.append(contentsOf: [0, 0])
    }
    self.key = key
  }
}
