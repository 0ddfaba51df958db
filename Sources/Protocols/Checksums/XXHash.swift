/// The xxHash family over bytes that come in pieces, with seed 0, as S3's XXHASH64, XXHASH3 and XXHASH128 are
/// (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md). For one thread at a time.
package struct XXHash: Sendable {
  package enum Algorithm: Sendable, CaseIterable {
    case xxh64
    /// XXH3 with 64 bits.
    case xxh3
    /// XXH3 with 128 bits.
    case xxh128
  }

  private enum State: Sendable {
    case lanes64(XXHash64)
    case lanes3(XXHash3)
  }

  package let algorithm: Algorithm
  private var state: State

  package init(_ algorithm: Algorithm) {
    self.algorithm = algorithm
    state = algorithm == .xxh64 ? .lanes64(XXHash64()) : .lanes3(XXHash3())
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    switch state {
    case .lanes64(var hash):
      // Nothing else may hold its buffer while it is written.
      state = .lanes64(.empty)
      hash.update(bytes)
      state = .lanes64(hash)
    case .lanes3(var hash):
      state = .lanes3(.empty)
      hash.update(bytes)
      state = .lanes3(hash)
    }
  }

  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The canonical form: big-endian.
  package func finish() -> [UInt8] {
    switch state {
    case .lanes64(let hash): return XXHash.bytes(hash.value)
    case .lanes3(let hash):
      if algorithm == .xxh3 { return XXHash.bytes(hash.value64) }
      let value = hash.value128
      return XXHash.bytes(value.high) + XXHash.bytes(value.low)
    }
  }

  package static func hash(_ algorithm: Algorithm, _ bytes: [UInt8]) -> [UInt8] {
    var hash = XXHash(algorithm)
    hash.update(bytes)
    return hash.finish()
  }

  private static func bytes(_ value: UInt64) -> [UInt8] {
    (0..<8).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
  }

  // The primes of the specification.
  static let prime32n1: UInt64 = 0x9E37_79B1
  static let prime32n2: UInt64 = 0x85EB_CA77
  static let prime32n3: UInt64 = 0xC2B2_AE3D
  static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  @inline(__always)
  static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 { value &<< bits | value &>> (64 &- bits) }

  @inline(__always)
  static func avalanche(_ value: UInt64) -> UInt64 {
    var value = value ^ value &>> 33
    value = value &* prime2
    value ^= value &>> 29
    value = value &* prime3
    return value ^ value &>> 32
  }

  @inline(__always)
  static func word(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  static func half(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }
}

/// XXH64: four lanes over stripes of 32 bytes.
struct XXHash64: Sendable {
  private static let stripe = 32

  private var lanes = SIMD4<UInt64>(XXHash.prime1 &+ XXHash.prime2, XXHash.prime2, 0, 0 &- XXHash.prime1)
  private var length: UInt64 = 0
  /// Fewer bytes than a stripe.
  private var rest: [UInt8] = []

  static let empty = XXHash64()

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var bytes = bytes
    if !rest.isEmpty {
      let count = min(XXHash64.stripe - rest.count, bytes.count)
      rest.append(contentsOf: bytes[..<count])
      bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
      if rest.count < XXHash64.stripe { return }
      let full = rest
      full.withUnsafeBytes { if let start = $0.baseAddress { read(start, 1) } }
      rest.removeAll(keepingCapacity: true)
    }
    guard let start = bytes.baseAddress else { return }
    let stripes = bytes.count / XXHash64.stripe
    read(start, stripes)
    rest.append(contentsOf: bytes[(stripes * XXHash64.stripe)...])
  }

  private mutating func read(_ start: UnsafeRawPointer, _ stripes: Int) {
    var lanes = lanes
    for stripe in 0..<stripes {
      let input = start.loadUnaligned(fromByteOffset: stripe &* XXHash64.stripe, as: SIMD4<UInt64>.self)
      lanes = lanes &+ input &* XXHash.prime2
      lanes = (lanes &<< 31 | lanes &>> 33) &* XXHash.prime1
    }
    self.lanes = lanes
  }

  private static func round(_ value: UInt64) -> UInt64 {
    XXHash.rotated(value &* XXHash.prime2, 31) &* XXHash.prime1
  }

  var value: UInt64 {
    var value: UInt64
    if length < UInt64(XXHash64.stripe) {
      value = XXHash.prime5
    } else {
      value = XXHash.rotated(lanes[0], 1) &+ XXHash.rotated(lanes[1], 7)
      value = value &+ XXHash.rotated(lanes[2], 12) &+ XXHash.rotated(lanes[3], 18)
      for lane in 0..<4 { value = (value ^ XXHash64.round(lanes[lane])) &* XXHash.prime1 &+ XXHash.prime4 }
    }
    value = value &+ length
    rest.withUnsafeBytes { rest in
      guard let start = rest.baseAddress else { return }
      var at = 0
      while at + 8 <= rest.count {
        value ^= XXHash64.round(XXHash.word(start, at))
        value = XXHash.rotated(value, 27) &* XXHash.prime1 &+ XXHash.prime4
        at += 8
      }
      if at + 4 <= rest.count {
        value ^= XXHash.half(start, at) &* XXHash.prime1
        value = XXHash.rotated(value, 23) &* XXHash.prime2 &+ XXHash.prime3
        at += 4
      }
      while at < rest.count {
        value ^= UInt64(rest[at]) &* XXHash.prime5
        value = XXHash.rotated(value, 11) &* XXHash.prime1
        at += 1
      }
    }
    return XXHash.avalanche(value)
  }
}
