/// Randomness from outside: identifiers, tokens, secrets. Seeded from the kernel, or with a given seed where a test wants
/// the same identifiers again. Loop only; a worker takes a `RandomIDs` of its own.
package struct IDs {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  package init() {
    var kernel = SystemRandomNumberGenerator()
    state = (kernel.next() | 1, kernel.next(), kernel.next(), kernel.next())
  }

  package init(seed: UInt64) {
    state = (seed | 1, seed &* 0x9e37_79b9_7f4a_7c15, seed ^ 0x1234_5678_9abc_def0, ~seed)
    for _ in 0..<16 { _ = next() }
  }

  /// xoshiro256** (https://prng.di.unimi.it).
  package mutating func next() -> UInt64 {
    func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotate(state.1 &* 5, 7) &* 9
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = rotate(state.3, 45)
    return result
  }

  /// A UUID of version 4, `xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.
  package mutating func uuid(version: UInt8 = 4) -> String {
    let high = (next() & 0xffff_ffff_ffff_0fff) | (UInt64(version) << 12)
    let low = (next() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000
    return String(unsafeUninitializedCapacity: 36) { out in
      IDs.pairs.withUnsafeBufferPointer { pairs in
        let room = UnsafeMutableRawBufferPointer(out)
        var position = 0
        for index in 0..<16 {
          if index == 4 || index == 6 || index == 8 || index == 10 {
            room[position] = UInt8(ascii: "-")
            position &+= 1
          }
          let byte = (index < 8 ? high : low) >> UInt64((7 &- (index & 7)) &* 8) & 255
          room.storeBytes(of: pairs[Int(byte)].littleEndian, toByteOffset: position, as: UInt16.self)
          position &+= 2
        }
      }
      return 36
    }
  }

  /// A byte's two hexadecimal digits, the first in the lower byte.
  private static let pairs: [UInt16] = (0..<256).map { byte in
    UInt16(digit(UInt8(byte >> 4))) | UInt16(digit(UInt8(byte & 15))) << 8
  }

  private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 87 + nibble }

  /// `count` characters out of `alphabet`.
  package mutating func text(_ count: Int, of alphabet: String) -> String {
    let letters = Array(alphabet.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(count)
    for _ in 0..<count { out.append(letters[Int(next() % UInt64(letters.count))]) }
    return String(decoding: out, as: UTF8.self)
  }

  package mutating func hex(_ count: Int) -> String { text(count, of: "0123456789abcdef") }
  package mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
