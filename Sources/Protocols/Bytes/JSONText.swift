/// A string as it stands in JSON, between its quotes, already checked. Borrows the reader's bytes.
package struct JSONText {
  /// The bytes between the quotes, escapes untouched.
  package let raw: UnsafeRawBufferPointer
  package let isEscaped: Bool

  /// Whether the string is these characters.
  @inline(__always) package func equals(_ other: StaticString) -> Bool {
    equals(UnsafeRawBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount))
  }

  package func equals(_ other: [UInt8]) -> Bool { other.withUnsafeBytes { equals($0) } }

  package func equals(_ other: UnsafeRawBufferPointer) -> Bool {
    if isEscaped { return bytes.elementsEqual(other) }
    guard raw.count == other.count else { return false }
    var index = 0
    while index < raw.count {
      if raw[index] != other[index] { return false }
      index += 1
    }
    return true
  }

  package var string: String {
    isEscaped ? String(decoding: bytes, as: UTF8.self) : String(decoding: raw, as: UTF8.self)
  }

  /// The string's UTF-8, escapes resolved.
  package var bytes: [UInt8] {
    guard isEscaped else { return Array(raw) }
    return [UInt8](unsafeUninitializedCapacity: raw.count) { out, count in
      count = JSONText.unescape(raw, into: out)
    }
  }

  /// Resolves escapes that `scanText` has found to be sound; the result is never longer than the source.
  private static func unescape(_ raw: UnsafeRawBufferPointer, into out: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var from = 0
    var to = 0
    while from < raw.count {
      let byte = raw[from]
      guard byte == UInt8(ascii: "\\") else {
        out[to] = byte
        from += 1
        to += 1
        continue
      }
      let escape = raw[from + 1]
      from += 2
      switch escape {
      case UInt8(ascii: "b"): out[to] = 0x08
      case UInt8(ascii: "f"): out[to] = 0x0C
      case UInt8(ascii: "n"): out[to] = 0x0A
      case UInt8(ascii: "r"): out[to] = 0x0D
      case UInt8(ascii: "t"): out[to] = 0x09
      case UInt8(ascii: "u"):
        var code = hexQuad(raw, from) ?? 0
        from += 4
        if code & 0xFC00 == 0xD800 {
          code = 0x10000 + (code & 0x3FF) << 10 + ((hexQuad(raw, from + 2) ?? 0) & 0x3FF)
          from += 6
        }
        to += put(code, out, to)
        continue
      default: out[to] = escape
      }
      to += 1
    }
    return to
  }

  /// Writes one code point as UTF-8 and tells how many bytes that took.
  private static func put(_ code: UInt32, _ out: UnsafeMutableBufferPointer<UInt8>, _ at: Int) -> Int {
    if code < 0x80 {
      out[at] = UInt8(code)
      return 1
    }
    if code < 0x800 {
      out[at] = UInt8(0xC0 | code >> 6)
      out[at + 1] = UInt8(0x80 | code & 0x3F)
      return 2
    }
    if code < 0x10000 {
      out[at] = UInt8(0xE0 | code >> 12)
      out[at + 1] = UInt8(0x80 | code >> 6 & 0x3F)
      out[at + 2] = UInt8(0x80 | code & 0x3F)
      return 3
    }
    out[at] = UInt8(0xF0 | code >> 18)
    out[at + 1] = UInt8(0x80 | code >> 12 & 0x3F)
    out[at + 2] = UInt8(0x80 | code >> 6 & 0x3F)
    out[at + 3] = UInt8(0x80 | code & 0x3F)
    return 4
  }

  /// The four hexadecimal digits at `at`, or nil.
  fileprivate static func hexQuad(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32? {
    guard at + 4 <= bytes.count else { return nil }
    var code: UInt32 = 0
    for index in at..<at + 4 {
      guard let digit = Hex.digit(bytes[index]) else { return nil }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}

extension JSONReader {
  /// Reads the string whose opening quote is at `offset` and checks it.
  mutating func scanText() throws(JSONError) -> JSONText {
    let start = offset + 1
    let count = bytes.count
    var index = start
    var escaped = false
    while true {
      // Most strings are plain ASCII: eight bytes at a time.
      while index + 8 <= count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let hits = EightBytes.quotesEscapesControls(word) | (word & EightBytes.highBits)
        if hits != 0 {
          index += hits.trailingZeroBitCount >> 3
          break
        }
        index += 8
      }
      guard index < count else { throw JSONError(.unexpectedEnd, at: count) }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") { break }
      if byte >= 0x80 {
        let length = UTF8Check.sequenceLength(bytes, index)
        guard length > 0 else { throw JSONError(.invalidUTF8, at: index) }
        index += length
      } else if byte == UInt8(ascii: "\\") {
        escaped = true
        index += try escapeLength(at: index)
      } else if byte < 0x20 {
        throw JSONError(.controlCharacter, at: index)
      } else {
        index += 1
      }
    }
    offset = index + 1
    return JSONText(raw: UnsafeRawBufferPointer(rebasing: bytes[start..<index]), isEscaped: escaped)
  }

  /// Checks the escape at `index` and gives its length; a pair of surrogates counts as one.
  private func escapeLength(at index: Int) throws(JSONError) -> Int {
    guard index + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      guard let code = JSONText.hexQuad(bytes, index + 2) else { throw JSONError(.invalidEscape, at: index) }
      if code & 0xFC00 == 0xDC00 { throw JSONError(.loneSurrogate, at: index) }
      guard code & 0xFC00 == 0xD800 else { return 6 }
      guard index + 7 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"), bytes[index + 7] == UInt8(ascii: "u"),
        let low = JSONText.hexQuad(bytes, index + 8), low & 0xFC00 == 0xDC00
      else { throw JSONError(.loneSurrogate, at: index) }
      return 12
    default: throw JSONError(.invalidEscape, at: index)
    }
  }
}

/// Tests of eight bytes at once, in a little-endian word. The lowest set bit of a result is exact; bits above it may not be.
enum EightBytes {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Marks the bytes that are `"`, `\` or below a space.
  @inline(__always) static func quotesEscapesControls(_ word: UInt64) -> UInt64 {
    let quote = word ^ (ones &* 0x22)
    let escape = word ^ (ones &* 0x5C)
    let controls = (word &- (ones &* 0x20)) & ~word
    return (controls | ((quote &- ones) & ~quote) | ((escape &- ones) & ~escape)) & highBits
  }
}

/// Well-formed UTF-8 (Unicode table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
package enum UTF8Check {
  package static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count,
        bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & EightBytes.highBits == 0
      {
        index += 8
        continue
      }
      let length = sequenceLength(bytes, index)
      if length == 0 { return false }
      index += length
    }
    return true
  }

  /// The length of the sequence that begins at `at`, or 0 where it is not well formed.
  package static func sequenceLength(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int {
    let left = bytes.count - at
    let first = bytes[at]
    if first < 0x80 { return 1 }
    guard first >= 0xC2, first <= 0xF4, left >= 2 else { return 0 }
    let second = bytes[at + 1]
    if first < 0xE0 { return second & 0xC0 == 0x80 ? 2 : 0 }
    guard left >= 3, bytes[at + 2] & 0xC0 == 0x80 else { return 0 }
    if first < 0xF0 {
      let low: UInt8 = first == 0xE0 ? 0xA0 : 0x80
      let high: UInt8 = first == 0xED ? 0x9F : 0xBF
      return second >= low && second <= high ? 3 : 0
    }
    guard left >= 4, bytes[at + 3] & 0xC0 == 0x80 else { return 0 }
    let low: UInt8 = first == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = first == 0xF4 ? 0x8F : 0xBF
    return second >= low && second <= high ? 4 : 0
  }
}
