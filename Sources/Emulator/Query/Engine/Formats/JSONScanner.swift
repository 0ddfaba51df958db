/// A cursor over one line of JSON that reads only what is asked for. nil answers mean malformed text.
struct JSONScanner {
  let bytes: UnsafeRawBufferPointer
  var at = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  @inline(__always) mutating func skipBlanks() {
    while at < bytes.count, Text.isBlank(bytes[at]) { at += 1 }
  }

  @inline(__always) mutating func peek() -> UInt8 {
    skipBlanks()
    return at < bytes.count ? bytes[at] : 0
  }

  @inline(__always) mutating func accept(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    at += 1
    return true
  }

  /// A string's characters as they stand, and whether there are escapes in them.
  mutating func string() -> (raw: UnsafeRawBufferPointer, isEscaped: Bool)? {
    guard accept(UInt8(ascii: "\"")) else { return nil }
    let start = at
    var escaped = false
    while at < bytes.count {
      let byte: UInt8 = bytes[at]
      if byte == UInt8(ascii: "\"") {
        at += 1
        return (UnsafeRawBufferPointer(rebasing: bytes[start..<(at - 1)]), escaped)
      }
      if byte == UInt8(ascii: "\\") {
        escaped = true
        at += 1
      }
      at += 1
    }
    return nil
  }

  /// Any value's text, brackets paired and strings honoured.
  mutating func value() -> UnsafeRawBufferPointer? {
    let first: UInt8 = peek()
    let start = at
    switch first {
    case UInt8(ascii: "\""): if string() == nil { return nil }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var depth = 0
      repeat {
        guard at < bytes.count else { return nil }
        switch bytes[at] {
        case UInt8(ascii: "\""):
          if string() == nil { return nil }
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        at += 1
      } while depth > 0
    case 0: return nil
    default:
      while at < bytes.count, !",]}".utf8.contains(bytes[at]), !Text.isBlank(bytes[at]) { at += 1 }
      if at == start { return nil }
    }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<at])
  }

  /// A string with its escapes undone; nil for a wrong one.
  static func unescaped(_ raw: UnsafeRawBufferPointer) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var index = 0
    func unit(_ from: Int) -> UInt32? {
      guard from + 4 <= raw.count else { return nil }
      var value: UInt32 = 0
      for offset in from..<from + 4 {
        let byte: UInt8 = raw[offset]
        let digit: UInt8
        switch byte {
        case 48...57: digit = byte - 48
        case 65...70: digit = byte - 55
        case 97...102: digit = byte - 87
        default: return nil
        }
        value = value << 4 | UInt32(digit)
      }
      return value
    }
    while index < raw.count {
      let byte: UInt8 = raw[index]
      index += 1
      if byte != UInt8(ascii: "\\") {
        result.append(byte)
        continue
      }
      guard index < raw.count else { return nil }
      let letter: UInt8 = raw[index]
      index += 1
      switch letter {
      case UInt8(ascii: "n"): result.append(10)
      case UInt8(ascii: "t"): result.append(9)
      case UInt8(ascii: "r"): result.append(13)
      case UInt8(ascii: "b"): result.append(8)
      case UInt8(ascii: "f"): result.append(12)
      case UInt8(ascii: "u"):
        guard var code: UInt32 = unit(index) else { return nil }
        index += 4
        if code >= 0xD800, code < 0xDC00, index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"),
          raw[index + 1] == UInt8(ascii: "u"), let low: UInt32 = unit(index + 2), low >= 0xDC00, low < 0xE000
        {
          code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
          index += 6
        }
        result += Array(String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
      default: result.append(letter)
      }
    }
    return result
  }
}
