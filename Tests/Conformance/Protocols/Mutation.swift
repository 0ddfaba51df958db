/// Changes bytes at random, the same way on every run: for tests that a reader never traps.
struct Mutation: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  /// One to four changes: a byte replaced, a bit turned, bytes inserted, cut out, doubled, or the end cut off.
  mutating func mutate(_ seed: [UInt8]) -> [UInt8] {
    var bytes = seed
    for _ in 0...Int.random(in: 0..<4, using: &self) {
      if bytes.isEmpty { bytes = [UInt8.random(in: 0...255, using: &self)] }
      let at = Int.random(in: 0..<bytes.count, using: &self)
      switch Int.random(in: 0..<7, using: &self) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &self)
      case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &self), at: at)
      case 3: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...8, using: &self)))
      case 4: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 16)], at: at)
      case 5: bytes[at] = bytes[Int.random(in: 0..<bytes.count, using: &self)]
      default: bytes.removeSubrange(at...)
      }
    }
    return bytes
  }
}
