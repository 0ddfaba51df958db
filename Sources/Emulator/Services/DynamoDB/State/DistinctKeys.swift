/// Which keys of items (`ItemKey`) a request has named: at most 100 or so, compared by eight bytes each before any is
/// compared whole. A set of the bytes would hash every one of them several times over.
struct DistinctKeys {
  private var keys: [[UInt8]] = []
  private var hashes: [UInt64] = []

  /// False where the key is there already.
  mutating func insert(_ key: [UInt8]) -> Bool {
    let hash = key.withUnsafeBytes { DistinctKeys.hash($0) }
    for place in hashes.indices where hashes[place] == hash && keys[place] == key { return false }
    hashes.append(hash)
    keys.append(key)
    return true
  }

  static func holds(_ keys: some Sequence<[UInt8]>) -> Bool {
    var known = DistinctKeys()
    for key in keys where !known.insert(key) { return false }
    return true
  }

  /// FNV-1a.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes {
      hash ^= UInt64(byte)
      hash = hash &* 0x100_0000_01b3
    }
    return hash
  }
}
