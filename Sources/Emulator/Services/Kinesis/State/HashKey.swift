import Protocols

/// A position in a stream's hash range, 0 to 2^128 − 1: MD5 of the partition key, or the explicit hash key.
struct HashKey: Comparable, Equatable {
  var value: UInt128

  static let last = HashKey(value: UInt128.max)

  init(value: UInt128) { self.value = value }

  /// https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html#partition-key
  init(partitionKey: String) {
    value = MD5.number(partitionKey)
  }

  /// A decimal text that the shape's pattern has let through; nil past 2^128 − 1.
  init?(explicit text: String) {
    guard let value = UInt128(text) else { return nil }
    self.value = value
  }

  var text: String { String(value) }

  static func < (a: HashKey, b: HashKey) -> Bool { a.value < b.value }

  /// The ranges of `count` shards that share the space evenly: boundaries floor(i · 2^128 / count), as AWS lays them.
  static func even(_ count: Int) -> [(start: HashKey, end: HashKey)] {
    // floor(i · 2^128 / n) without 129 bits: 2^128 = q · n + r.
    let n = UInt128(count)
    let q = UInt128.max / n
    let r = UInt128.max % n + 1
    func boundary(_ i: Int) -> UInt128 { q &* UInt128(i) &+ (r &* UInt128(i)) / n }
    return (0..<count).map { i in
      (HashKey(value: boundary(i)), i + 1 == count ? .last : HashKey(value: boundary(i + 1) - 1))
    }
  }

  var bytes: [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: value >> UInt128((15 - $0) * 8)) } }

  init(bytes: [UInt8]) {
    var value: UInt128 = 0
    for byte in bytes { value = value << 8 | UInt128(byte) }
    self.value = value
  }
}
