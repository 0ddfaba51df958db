/// Percent-encoding (RFC 3986 §2.1) as AWS does it: everything but `A–Z a–z 0–9 - . _ ~` is encoded, hexadecimal digits are
/// upper case, and a space is `%20`.
package enum PercentEncoding {
  /// Appends the encoded text. `keepingSlash` leaves `/` as it is (paths).
  package static func append(_ bytes: UnsafeRawBufferPointer, keepingSlash: Bool = false, to text: inout [UInt8]) {
    for byte in bytes {
      if isUnreserved(byte) || keepingSlash && byte == UInt8(ascii: "/") {
        text.append(byte)
      } else {
        text.append(UInt8(ascii: "%"))
        text.append(Hex.upper(byte >> 4))
        text.append(Hex.upper(byte & 15))
      }
    }
  }

  package static func append(_ string: String, keepingSlash: Bool = false, to text: inout [UInt8]) {
    var string = string
    string.withUTF8 { append(UnsafeRawBufferPointer($0), keepingSlash: keepingSlash, to: &text) }
  }

  package static func encode(_ string: String, keepingSlash: Bool = false) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(string.utf8.count + 16)
    append(string, keepingSlash: keepingSlash, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  package static func encode(_ bytes: [UInt8], keepingSlash: Bool = false) -> String {
    var text: [UInt8] = []
    bytes.withUnsafeBytes { append($0, keepingSlash: keepingSlash, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that the text stands for; nil where a `%` is not followed by two hexadecimal digits. `plusIsSpace` is the
  /// rule of forms and query strings.
  package static func decode(_ text: UnsafeRawBufferPointer, plusIsSpace: Bool = false) -> [UInt8]? {
    var valid = true
    let bytes = [UInt8](unsafeUninitializedCapacity: text.count) { out, count in
      var from = 0
      var to = 0
      while from < text.count {
        let byte = text[from]
        from += 1
        if byte == UInt8(ascii: "%") {
          guard from + 2 <= text.count, let high = Hex.digit(text[from]), let low = Hex.digit(text[from + 1]) else {
            valid = false
            return
          }
          out[to] = high << 4 | low
          from += 2
        } else {
          out[to] = plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte
        }
        to += 1
      }
      count = to
    }
    return valid ? bytes : nil
  }

  package static func decode(_ text: String, plusIsSpace: Bool = false) -> [UInt8]? {
    var text = text
    return text.withUTF8 { decode(UnsafeRawBufferPointer($0), plusIsSpace: plusIsSpace) }
  }

  /// The decoded text; nil where an escape is broken or the bytes are not UTF-8.
  package static func decodeString(_ text: UnsafeRawBufferPointer, plusIsSpace: Bool = false) -> String? {
    var index = 0
    while index < text.count, text[index] != UInt8(ascii: "%"), text[index] != UInt8(ascii: "+") { index += 1 }
    if index == text.count { return UTF8Check.isValid(text) ? String(decoding: text, as: UTF8.self) : nil }
    guard let bytes = decode(text, plusIsSpace: plusIsSpace) else { return nil }
    return bytes.withUnsafeBytes { UTF8Check.isValid($0) } ? String(decoding: bytes, as: UTF8.self) : nil
  }

  package static func decodeString(_ text: String, plusIsSpace: Bool = false) -> String? {
    var text = text
    return text.withUTF8 { decodeString(UnsafeRawBufferPointer($0), plusIsSpace: plusIsSpace) }
  }

  @inline(__always) static func isUnreserved(_ byte: UInt8) -> Bool {
    if byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 { return true }
    return byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "~")
  }
}
