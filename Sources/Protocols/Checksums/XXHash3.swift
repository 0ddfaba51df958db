/// XXH3: eight lanes over stripes of 64 bytes, in blocks of 16 stripes; inputs of up to 240 bytes have ways of their own.
struct XXHash3: Sendable {
  private static let stripe = 64
  private static let stripesPerBlock = 16
  /// What is held back: the end of an input is hashed otherwise.
  private static let held = 256
  private static let short = 240

  private var lanes = XXHash3.initial
  /// In the block that is being read.
  private var stripes = 0
  private var length: UInt64 = 0
  /// What is not read yet, at most `held` bytes and, once there was any, at least one.
  private var rest: [UInt8] = []
  /// The 64 bytes before them.
  private var before: [UInt8] = []

  static let empty = XXHash3()

  private static let initial = SIMD8<UInt64>(
    XXHash.prime32n3, XXHash.prime1, XXHash.prime2, XXHash.prime3, XXHash.prime4, XXHash.prime32n2, XXHash.prime5,
    XXHash.prime32n1)

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    if rest.count + bytes.count <= XXHash3.held {
      rest.append(contentsOf: bytes)
      return
    }
    var bytes = bytes
    if !rest.isEmpty {
      let count = XXHash3.held - rest.count
      rest.append(contentsOf: bytes[..<count])
      bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
      let full = rest
      full.withUnsafeBytes { read($0) }
      rest.removeAll(keepingCapacity: true)
    }
    // At least one byte stays.
    let count = max(0, bytes.count - 1) / XXHash3.stripe * XXHash3.stripe
    if count > 0 { read(UnsafeRawBufferPointer(rebasing: bytes[..<count])) }
    rest.append(contentsOf: bytes[count...])
  }

  /// Whole stripes, behind which something follows.
  private mutating func read(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    XXHash3.read(start, bytes.count / XXHash3.stripe, &lanes, &stripes)
    before = Array(bytes.suffix(XXHash3.stripe))
  }

  private static func read(
    _ start: UnsafeRawPointer, _ count: Int, _ lanes: inout SIMD8<UInt64>, _ stripes: inout Int
  ) {
    secret.withUnsafeBytes { secret in
      guard let secret = secret.baseAddress else { return }
      var all = lanes
      for index in 0..<count {
        add(start + index &* stripe, secret + stripes &* 8, &all)
        stripes &+= 1
        if stripes == stripesPerBlock {
          stripes = 0
          all = all ^ (all &>> 47) ^ secret.loadUnaligned(fromByteOffset: 128, as: SIMD8<UInt64>.self)
          all = all &* XXHash.prime32n1
        }
      }
      lanes = all
    }
  }

  @inline(__always)
  private static func add(_ input: UnsafeRawPointer, _ secret: UnsafeRawPointer, _ lanes: inout SIMD8<UInt64>) {
    let data = input.loadUnaligned(as: SIMD8<UInt64>.self)
    let keyed = data ^ secret.loadUnaligned(as: SIMD8<UInt64>.self)
    var swapped = data
    swapped.evenHalf = data.oddHalf
    swapped.oddHalf = data.evenHalf
    lanes = lanes &+ swapped &+ (keyed & 0xFFFF_FFFF) &* (keyed &>> 32)
  }

  // MARK: The end

  var value64: UInt64 {
    if length <= UInt64(XXHash3.short) { return rest.withUnsafeBytes { ShortInput($0).value64 } }
    return XXHash3.merged(lastLanes, from: 11, length &* XXHash.prime1)
  }

  var value128: (low: UInt64, high: UInt64) {
    if length <= UInt64(XXHash3.short) { return rest.withUnsafeBytes { ShortInput($0).value128 } }
    let lanes = lastLanes
    return (
      XXHash3.merged(lanes, from: 11, length &* XXHash.prime1),
      XXHash3.merged(lanes, from: 117, ~(length &* XXHash.prime2))
    )
  }

  private var lastLanes: SIMD8<UInt64> {
    var lanes = lanes
    var stripes = stripes
    let whole = rest.count < XXHash3.stripe ? before.suffix(XXHash3.stripe - rest.count) + rest : rest[...]
    rest.withUnsafeBytes {
      if let start = $0.baseAddress { XXHash3.read(start, ($0.count - 1) / XXHash3.stripe, &lanes, &stripes) }
    }
    Array(whole.suffix(XXHash3.stripe)).withUnsafeBytes { last in
      XXHash3.secret.withUnsafeBytes { secret in
        if let last = last.baseAddress, let secret = secret.baseAddress { XXHash3.add(last, secret + 121, &lanes) }
      }
    }
    return lanes
  }

  private static func merged(_ lanes: SIMD8<UInt64>, from offset: Int, _ initial: UInt64) -> UInt64 {
    secret.withUnsafeBytes { secret in
      guard let secret = secret.baseAddress else { return 0 }
      var value = initial
      for pair in 0..<4 {
        value =
          value
          &+ folded(
            lanes[pair * 2] ^ XXHash.word(secret, offset + pair * 16),
            lanes[pair * 2 + 1] ^ XXHash.word(secret, offset + pair * 16 + 8))
      }
      return avalanche(value)
    }
  }

  fileprivate static func folded(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  fileprivate static func avalanche(_ value: UInt64) -> UInt64 {
    let value = (value ^ value &>> 37) &* 0x1656_6791_9E37_79F9
    return value ^ value &>> 32
  }

  /// The default secret of the specification, 192 bytes.
  fileprivate static let secret: [UInt8] = [
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c, 0xde, 0xd4, 0x6d,
    0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f, 0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0,
    0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21, 0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0,
    0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c, 0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b,
    0x1b,
    0x53, 0x2e, 0xa3, 0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
    0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d, 0x8a, 0x51, 0xe0,
    0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64, 0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3,
    0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb, 0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3,
    0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e, 0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1,
    0x7a, 0xd0, 0x31, 0xce, 0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40,
    0x7e,
  ]
}

/// An input of at most 240 bytes, which is all there.
private struct ShortInput {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private var length: UInt64 { UInt64(bytes.count) }
  private func word(_ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
  private func half(_ offset: Int) -> UInt64 {
    UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }
  private func secret(_ offset: Int) -> UInt64 {
    XXHash3.secret.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }
  private func secretHalf(_ offset: Int) -> UInt64 { secret(offset) & 0xFFFF_FFFF }

  /// Of one to three bytes.
  private var few: UInt32 {
    UInt32(bytes[bytes.count - 1]) | UInt32(bytes.count) << 8 | UInt32(bytes[0]) << 16
      | UInt32(bytes[bytes.count >> 1]) << 24
  }

  private static let mixer: UInt64 = 0x9FB2_1C65_1E98_DF25

  var value64: UInt64 {
    switch bytes.count {
    case 0: return XXHash.avalanche(secret(56) ^ secret(64))
    case 1...3: return XXHash.avalanche(secretHalf(0) ^ secretHalf(4) ^ UInt64(few))
    case 4...8:
      var value = secret(8) ^ secret(16) ^ (half(bytes.count - 4) | half(0) << 32)
      value ^= XXHash.rotated(value, 49) ^ XXHash.rotated(value, 24)
      value = value &* ShortInput.mixer
      value ^= (value &>> 35) &+ length
      value = value &* ShortInput.mixer
      return value ^ value &>> 28
    case 9...16:
      let low = secret(24) ^ secret(32) ^ word(0)
      let high = secret(40) ^ secret(48) ^ word(bytes.count - 8)
      return XXHash3.avalanche(length &+ low.byteSwapped &+ high &+ XXHash3.folded(low, high))
    case 17...128:
      var value = length &* XXHash.prime1
      for round in (0...(bytes.count - 1) / 32).reversed() {
        value = value &+ mixed(round * 16, round * 32)
        value = value &+ mixed(bytes.count - round * 16 - 16, round * 32 + 16)
      }
      return XXHash3.avalanche(value)
    default:
      var value = length &* XXHash.prime1
      for chunk in 0..<8 { value = value &+ mixed(chunk * 16, chunk * 16) }
      value = XXHash3.avalanche(value)
      for chunk in 8..<bytes.count / 16 { value = value &+ mixed(chunk * 16, (chunk - 8) * 16 + 3) }
      return XXHash3.avalanche(value &+ mixed(bytes.count - 16, 119))
    }
  }

  /// Sixteen bytes with sixteen of the secret.
  private func mixed(_ offset: Int, _ key: Int) -> UInt64 {
    XXHash3.folded(word(offset) ^ secret(key), word(offset + 8) ^ secret(key + 8))
  }

  var value128: (low: UInt64, high: UInt64) {
    switch bytes.count {
    case 0: return (XXHash.avalanche(secret(64) ^ secret(72)), XXHash.avalanche(secret(80) ^ secret(88)))
    case 1...3:
      let few = few
      let turned = few.byteSwapped << 13 | few.byteSwapped >> 19
      return (
        XXHash.avalanche(secretHalf(0) ^ secretHalf(4) ^ UInt64(few)),
        XXHash.avalanche(secretHalf(8) ^ secretHalf(12) ^ UInt64(turned))
      )
    case 4...8:
      let value = secret(16) ^ secret(24) ^ (half(0) | half(bytes.count - 4) << 32)
      var (high, low) = value.multipliedFullWidth(by: XXHash.prime1 &+ length << 2)
      high = high &+ low << 1
      low ^= high &>> 3
      low = (low ^ low &>> 35) &* ShortInput.mixer
      return (low ^ low &>> 28, XXHash3.avalanche(high))
    case 9...16:
      let first = secret(32) ^ secret(40) ^ word(0) ^ word(bytes.count - 8)
      let second = secret(48) ^ secret(56) ^ word(bytes.count - 8)
      var (high, low) = first.multipliedFullWidth(by: XXHash.prime1)
      low = low &+ (length - 1) << 54
      high = high &+ (second & 0xFFFF_FFFF_0000_0000) &+ (second & 0xFFFF_FFFF) &* XXHash.prime32n2
      low ^= high.byteSwapped
      let product = low.multipliedFullWidth(by: XXHash.prime2)
      return (
        XXHash3.avalanche(product.low), XXHash3.avalanche(product.high &+ high &* XXHash.prime2)
      )
    case 17...128:
      var pair = (length &* XXHash.prime1, UInt64(0))
      for round in (0...(bytes.count - 1) / 32).reversed() {
        mix(&pair, round * 16, bytes.count - round * 16 - 16, round * 32)
      }
      return ended(pair)
    default:
      var pair = (length &* XXHash.prime1, UInt64(0))
      for chunk in 0..<4 { mix(&pair, chunk * 32, chunk * 32 + 16, chunk * 32) }
      pair = (XXHash3.avalanche(pair.0), XXHash3.avalanche(pair.1))
      for chunk in 4..<bytes.count / 32 { mix(&pair, chunk * 32, chunk * 32 + 16, (chunk - 4) * 32 + 3) }
      mix(&pair, bytes.count - 16, bytes.count - 32, 103)
      return ended(pair)
    }
  }

  private func mix(_ pair: inout (UInt64, UInt64), _ first: Int, _ second: Int, _ key: Int) {
    pair.0 = (pair.0 &+ mixed(first, key)) ^ (word(second) &+ word(second + 8))
    pair.1 = (pair.1 &+ mixed(second, key + 16)) ^ (word(first) &+ word(first + 8))
  }

  private func ended(_ pair: (UInt64, UInt64)) -> (low: UInt64, high: UInt64) {
    let high = pair.0 &* XXHash.prime1 &+ pair.1 &* XXHash.prime4 &+ length &* XXHash.prime2
    return (XXHash3.avalanche(pair.0 &+ pair.1), 0 &- XXHash3.avalanche(high))
  }
}
