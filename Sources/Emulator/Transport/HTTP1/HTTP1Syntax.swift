internal import Glibc

/// The bytes of HTTP/1.1 that requests and answers share (RFC 9110 §5, RFC 9112 §2).
enum HTTP1Syntax {
  static let cr: UInt8 = 13
  static let lf: UInt8 = 10
  static let space: UInt8 = 32
  static let tab: UInt8 = 9

  /// `tchar` of RFC 9110 §5.6.2, as a set of bits.
  @inline(__always)
  static func isToken(_ byte: UInt8) -> Bool {
    let low: UInt64 = 0x03ff_6cfa_0000_0000
    let high: UInt64 = 0x57ff_ffff_c7ff_fffe
    if byte < 64 { return low >> UInt64(byte) & 1 != 0 }
    return byte < 128 && high >> UInt64(byte & 63) & 1 != 0
  }

  /// Whether there is a control character other than the tab: NUL, CR, LF and their kind are how messages are smuggled.
  static func hasControl(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var index = 0
    let count: Int = bytes.count
    // Eight bytes at a time: a byte below 0x20 borrows into its high bit, and so does one that is 0x7f after the XOR.
    while index &+ 8 <= count {
      let word: UInt64 = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let low: UInt64 = (word &- ones &* 0x20) & ~word & highs
      let other: UInt64 = word ^ (ones &* 0x7f)
      let delete: UInt64 = (other &- ones) & ~other & highs
      if low | delete != 0 {
        for place in index..<(index &+ 8) where isControl(bytes[place]) { return true }
      }
      index &+= 8
    }
    while index < count {
      if isControl(base.load(fromByteOffset: index, as: UInt8.self)) { return true }
      index &+= 1
    }
    return false
  }

  @inline(__always)
  private static func isControl(_ byte: UInt8) -> Bool { (byte < 0x20 && byte != tab) || byte == 0x7f }

  /// The next line from `offset` on, without its CRLF; `scanned` bytes of it are known to hold no LF.
  enum Line {
    case complete(UnsafeRawBufferPointer)
    case incomplete
    /// LF without CR (RFC 9112 §2.2 lets us refuse it; others have read it as something else).
    case malformed
  }

  @inline(__always)
  static func line(_ input: UnsafeRawBufferPointer, _ offset: inout Int, scanned: inout Int) -> Line {
    let available: Int = input.count &- offset
    guard available > scanned, let base = input.baseAddress,
      let found = memchr(base + offset + scanned, Int32(lf), available &- scanned)
    else {
      scanned = max(available, 0)
      return .incomplete
    }
    let start: UnsafeRawPointer = base + offset
    let length: Int = UnsafeRawPointer(found) - start
    offset &+= length &+ 1
    scanned = 0
    guard length > 0, start.load(fromByteOffset: length &- 1, as: UInt8.self) == cr else { return .malformed }
    return .complete(UnsafeRawBufferPointer(start: start, count: length &- 1))
  }

  /// The name and the value of a field line; nil where it is malformed. A line that begins with white space (obs-fold)
  /// and white space before the colon are malformed (RFC 9112 §5.1, §5.2).
  @inline(__always)
  static func field(
    _ line: UnsafeRawBufferPointer
  ) -> (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)? {
    var colon = 0
    while colon < line.count, isToken(line[colon]) { colon &+= 1 }
    guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":") else { return nil }
    let value: UnsafeRawBufferPointer = trimmed(line, colon &+ 1, line.count)
    if hasControl(value) { return nil }
    return (UnsafeRawBufferPointer(rebasing: line[0..<colon]), value)
  }

  /// Without the spaces and tabs at both ends.
  static func trimmed(_ bytes: UnsafeRawBufferPointer, _ from: Int, _ to: Int) -> UnsafeRawBufferPointer {
    var start: Int = from
    var end: Int = to
    while start < end, bytes[start] == space || bytes[start] == tab { start &+= 1 }
    while end > start, bytes[end &- 1] == space || bytes[end &- 1] == tab { end &-= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// Whether the bytes are that word, ASCII case aside; `word` is given in lower case.
  @inline(__always)
  static func equals(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    let other: UnsafePointer<UInt8> = word.utf8Start
    for index in 0..<bytes.count {
      var byte: UInt8 = bytes[index]
      if byte &- 65 < 26 { byte |= 32 }
      if byte != other[index] { return false }
    }
    return true
  }

  /// Whether a comma-separated list holds that word (lower case).
  static func list(_ bytes: UnsafeRawBufferPointer, contains word: StaticString) -> Bool {
    var start = 0
    while start <= bytes.count {
      var end: Int = start
      while end < bytes.count, bytes[end] != UInt8(ascii: ",") { end &+= 1 }
      if equals(trimmed(bytes, start, end), word) { return true }
      start = end &+ 1
    }
    return false
  }

  /// A `Content-Length`: digits alone, up to eighteen of them.
  static func length(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.count > 0, bytes.count <= 18 else { return nil }
    var value = 0
    for byte in bytes {
      guard byte &- 48 < 10 else { return nil }
      value = value &* 10 &+ Int(byte &- 48)
    }
    return value
  }

  /// The name as a String. Up to fifteen bytes need no memory of their own; of the longer ones those that every SDK sends
  /// are constants.
  static func name(_ bytes: UnsafeRawBufferPointer) -> String {
    switch bytes.count {
    case 17:
      if same(bytes, "Transfer-Encoding") { return "Transfer-Encoding" }
      if same(bytes, "transfer-encoding") { return "transfer-encoding" }
    case 20:
      if same(bytes, "x-amz-content-sha256") { return "x-amz-content-sha256" }
      if same(bytes, "X-Amz-Content-SHA256") { return "X-Amz-Content-SHA256" }
      if same(bytes, "X-Amz-Content-Sha256") { return "X-Amz-Content-Sha256" }
      if same(bytes, "X-Amz-Security-Token") { return "X-Amz-Security-Token" }
      if same(bytes, "x-amz-security-token") { return "x-amz-security-token" }
    case 21:
      if same(bytes, "amz-sdk-invocation-id") { return "amz-sdk-invocation-id" }
      if same(bytes, "Amz-Sdk-Invocation-Id") { return "Amz-Sdk-Invocation-Id" }
    default: break
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func same(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    guard let base = bytes.baseAddress, bytes.count == word.utf8CodeUnitCount else { return false }
    return memcmp(base, word.utf8Start, bytes.count) == 0
  }
}
