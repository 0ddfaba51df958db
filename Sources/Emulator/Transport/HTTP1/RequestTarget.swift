internal import Glibc

/// The bytes of a request's target, which HTTP/1.1 and HTTP/2 share (RFC 9112 §3.2, RFC 9113 §8.3.1).
enum RequestTarget {
  /// Neither white space, nor control characters, nor a fragment. Bytes over 0x7f should have been percent-encoded; where
  /// they are UTF-8 they can be kept.
  static func isSound(_ target: UnsafeRawBufferPointer) -> Bool {
    var isASCII = true
    for byte in target {
      if byte <= 0x20 || byte == 0x7f || byte == UInt8(ascii: "#") { return false }
      if byte >= 0x80 { isASCII = false }
    }
    return isASCII || String(validating: target, as: UTF8.self) != nil
  }

  /// The path from `start` on, and what stands behind the first `?`; percent-encoding untouched.
  static func split(_ target: UnsafeRawBufferPointer, from start: Int) -> (path: String, query: String) {
    guard let base = target.baseAddress,
      let mark = memchr(base + start, Int32(UInt8(ascii: "?")), target.count - start)
    else { return (String(decoding: target[start...], as: UTF8.self), "") }
    let place: Int = UnsafeRawPointer(mark) - base
    return (
      String(decoding: target[start..<place], as: UTF8.self), String(decoding: target[(place + 1)...], as: UTF8.self)
    )
  }
}
