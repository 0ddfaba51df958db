/// Hexadecimal text.
package enum Hex {
  /// Two lower-case digits a byte.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String { encode(Array(bytes)) }

  /// Every request has a few: without an array between.
  package static func encode(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      for index in bytes.indices {
        text[2 * index] = lower(bytes[index] >> 4)
        text[2 * index + 1] = lower(bytes[index] & 15)
      }
      return bytes.count * 2
    }
  }

  /// The bytes that pairs of digits (either case) stand for; nil for anything else.
  package static func decode(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digit(digits[index]), let low = digit(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  @inline(__always) static func lower(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 87 + nibble }
  @inline(__always) static func upper(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 55 + nibble }

  /// The value of a hexadecimal digit, or nil.
  @inline(__always) static func digit(_ byte: UInt8) -> UInt8? {
    let decimal = byte &- 48
    if decimal < 10 { return decimal }
    let letter = (byte | 0x20) &- 97
    return letter < 6 ? letter + 10 : nil
  }
}
