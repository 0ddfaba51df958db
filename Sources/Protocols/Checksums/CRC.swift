internal import CFolding
internal import CZlib

/// The cyclic redundancy checks of S3 and of event streams, over bytes that come in pieces.
package struct CRC: Sendable {
  package enum Algorithm: Sendable, CaseIterable {
    /// CRC-32/ISO-HDLC: zlib's.
    case crc32
    /// CRC-32/ISCSI (Castagnoli).
    case crc32c
    /// CRC-64/NVME.
    case crc64nvme

    /// The length of the value in bytes.
    package var size: Int { self == .crc64nvme ? 8 : 4 }

    /// The reflected polynomial.
    fileprivate var polynomial: UInt64 {
      switch self {
      case .crc32: 0xEDB8_8320
      case .crc32c: 0x82F6_3B78
      case .crc64nvme: 0x9A6C_9329_AC4B_C9B5
      }
    }

    fileprivate var index: Int {
      switch self {
      case .crc32: 0
      case .crc32c: 1
      case .crc64nvme: 2
      }
    }

    fileprivate var ones: UInt64 { self == .crc64nvme ? .max : 0xFFFF_FFFF }
  }

  package let algorithm: Algorithm
  /// The check of what came so far.
  package private(set) var value: UInt64 = 0
  private let tables: [UInt64]

  package init(_ algorithm: Algorithm) {
    self.algorithm = algorithm
    switch algorithm {
    case .crc32: tables = []
    case .crc32c: tables = CRC.castagnoli
    case .crc64nvme: tables = CRC.nvme
    }
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var bytes = bytes
    if bytes.count >= CRC.foldsFrom, CRC.canFold, let start = bytes.baseAddress {
      let count = bytes.count & ~63
      let value = value ^ algorithm.ones
      let keys = CRC.keys[algorithm.index]
      self.value = algorithm.ones
      withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { rest in
        keys.withUnsafeBufferPointer {
          cauce_fold(start, count, value, $0.baseAddress, rest.baseAddress)
        }
        read(UnsafeRawBufferPointer(rest))
      }
      bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
    }
    read(bytes)
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    if algorithm == .crc32 {
      value = UInt64(crc32_z(UInt(value), start.assumingMemoryBound(to: UInt8.self), bytes.count))
    } else {
      value = CRC.slice(value ^ algorithm.ones, bytes, tables) ^ algorithm.ones
    }
  }

  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The value, big-endian, as S3's checksum headers carry it in base64.
  package var bytes: [UInt8] {
    (0..<algorithm.size).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
  }

  package static func value(_ algorithm: Algorithm, of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var crc = CRC(algorithm)
    crc.update(bytes)
    return crc.value
  }

  package static func value(_ algorithm: Algorithm, of bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { value(algorithm, of: $0) }
  }

  /// The check of two runs of bytes, one behind the other, from the check of each and the second's length: what makes the
  /// checksum of a whole object out of those of its parts.
  package static func combine(_ algorithm: Algorithm, _ first: UInt64, _ second: UInt64, secondLength: Int) -> UInt64 {
    multiply(power(bytes: secondLength, algorithm), first, algorithm) ^ second
  }

  // MARK: Folding

  /// Shorter runs are read by tables.
  private static let foldsFrom = 256
  private static let canFold = cauce_can_fold() != 0
  private static let keys = Algorithm.allCases.map(makeKeys)

  /// x to the powers that move the two halves of 128 bits by 512 and by 128 bits. One less each, since the product of two
  /// reflected numbers is off by one; the lower half, which has the higher powers, goes 64 further.
  private static func makeKeys(_ algorithm: Algorithm) -> [UInt64] {
    [512 + 63, 512 - 1, 128 + 63, 128 - 1].map { power in
      var value: UInt64 = algorithm == .crc64nvme ? 1 << 63 : 1 << 31
      for _ in 0..<power { value = value & 1 == 1 ? value >> 1 ^ algorithm.polynomial : value >> 1 }
      return algorithm == .crc64nvme ? value : value << 32
    }
  }

  // MARK: Arithmetic

  private static let castagnoli = makeTables(.crc32c)
  private static let nvme = makeTables(.crc64nvme)

  /// Eight tables of 256: the first is the byte-wise one, each further one moves a byte over one more byte of zeros.
  private static func makeTables(_ algorithm: Algorithm) -> [UInt64] {
    var tables = [UInt64](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt64(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ algorithm.polynomial : value >> 1 }
      tables[byte] = value
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }

  /// Eight bytes a step; a 32-bit check is a 64-bit one whose upper half is zero.
  private static func slice(_ start: UInt64, _ bytes: UnsafeRawBufferPointer, _ tables: [UInt64]) -> UInt64 {
    tables.withUnsafeBufferPointer { table in
      var value = start
      var index = 0
      while index + 8 <= bytes.count {
        let word = value ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let low = table[1792 + Int(word & 0xFF)] ^ table[1536 + Int(word >> 8 & 0xFF)]
        let lower = table[1280 + Int(word >> 16 & 0xFF)] ^ table[1024 + Int(word >> 24 & 0xFF)]
        let upper = table[768 + Int(word >> 32 & 0xFF)] ^ table[512 + Int(word >> 40 & 0xFF)]
        let high = table[256 + Int(word >> 48 & 0xFF)] ^ table[Int(word >> 56)]
        value = low ^ lower ^ upper ^ high
        index += 8
      }
      while index < bytes.count {
        value = value >> 8 ^ table[Int((value ^ UInt64(bytes[index])) & 0xFF)]
        index += 1
      }
      return value
    }
  }

  /// The product of two polynomials over GF(2), modulo the algorithm's; the highest bit is the power zero.
  private static func multiply(_ a: UInt64, _ b: UInt64, _ algorithm: Algorithm) -> UInt64 {
    var bit: UInt64 = algorithm == .crc64nvme ? 1 << 63 : 1 << 31
    var product: UInt64 = 0
    var b = b
    while bit != 0 {
      if a & bit != 0 { product ^= b }
      b = b & 1 == 1 ? b >> 1 ^ algorithm.polynomial : b >> 1
      bit >>= 1
    }
    return product
  }

  /// x to the power of eight times `bytes`.
  private static func power(bytes: Int, _ algorithm: Algorithm) -> UInt64 {
    let one: UInt64 = algorithm == .crc64nvme ? 1 << 63 : 1 << 31
    var result = one
    var square = one >> 8
    var rest = bytes
    while rest > 0 {
      if rest & 1 == 1 { result = multiply(square, result, algorithm) }
      square = multiply(square, square, algorithm)
      rest >>= 1
    }
    return result
  }
}
