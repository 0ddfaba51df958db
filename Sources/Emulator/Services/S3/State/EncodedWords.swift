import Protocols

/// Values of metadata that are not printable ASCII travel as encoded words (RFC 2047): S3 decodes those that it is sent
/// and answers each value that needs it as one word, in Q where more of it is ASCII than not, else in B.
enum EncodedWords {
  // MARK: Out

  static func encode(_ value: String) -> String {
    var plain = 0
    var other = 0
    for scalar in value.unicodeScalars { if isPlain(scalar.value) { plain += 1 } else { other += 1 } }
    if other == 0 { return value }
    if plain <= other { return "=?UTF-8?B?\(Base64.encode(Array(value.utf8)))?=" }
    var text: [UInt8] = []
    for byte in value.utf8 {
      switch byte {
      case 32: text.append(UInt8(ascii: "_"))
      case UInt8(ascii: "="), UInt8(ascii: "_"), UInt8(ascii: "?"), 0..<32, 127...:
        text.append(UInt8(ascii: "="))
        text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: text.append(byte)
      }
    }
    return "=?UTF-8?Q?\(String(decoding: text, as: UTF8.self))?="
  }

  private static func isPlain(_ scalar: UInt32) -> Bool { scalar == 9 || scalar >= 32 && scalar < 127 }

  private static let digits = Array("0123456789ABCDEF".utf8)

  // MARK: In

  /// Each word of the value that is an encoded one, decoded; white space between two of them stands for nothing. A word
  /// that cannot be decoded stays.
  static func decode(_ value: String) -> String {
    guard value.utf8.contains(UInt8(ascii: "=")), value.contains("=?") else { return value }
    var result = ""
    var space = ""
    var wasEncoded = false
    var rest = value.utf8[...]
    while !rest.isEmpty {
      let blank = rest.prefix { $0 == 32 || $0 == 9 }
      space += String(Substring(blank))
      rest = rest.dropFirst(blank.count)
      let word = rest.prefix { $0 != 32 && $0 != 9 }
      if word.isEmpty { break }
      rest = rest.dropFirst(word.count)
      let decoded = self.word(Array(word))
      if !(wasEncoded && decoded != nil) { result += space }
      space = ""
      result += decoded ?? String(Substring(word))
      wasEncoded = decoded != nil
    }
    return result + space
  }

  /// `=?charset?encoding?text?=`
  private static func word(_ bytes: [UInt8]) -> String? {
    guard bytes.count > 6, bytes.starts(with: Array("=?".utf8)), bytes.suffix(2) == Array("?=".utf8)[...] else {
      return nil
    }
    let parts = bytes[2..<(bytes.count - 2)].split(
      separator: UInt8(ascii: "?"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let found = plain(parts[2], String(decoding: parts[1], as: UTF8.self)) else { return nil }
    switch String(decoding: parts[0], as: UTF8.self).lowercased() {
    case "utf-8", "us-ascii": return String(decoding: found, as: UTF8.self)
    case "iso-8859-1": return String(String.UnicodeScalarView(found.map { Unicode.Scalar($0) }))
    default: return nil
    }
  }

  private static func plain(_ text: ArraySlice<UInt8>, _ encoding: String) -> [UInt8]? {
    if encoding == "B" || encoding == "b" { return Base64.decode(String(decoding: text, as: UTF8.self)) }
    guard encoding == "Q" || encoding == "q" else { return nil }
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      index += 1
      switch byte {
      case UInt8(ascii: "_"): bytes.append(32)
      case UInt8(ascii: "="):
        guard index + 2 <= text.endIndex, let high = digit(text[index]), let low = digit(text[index + 1]) else {
          return nil
        }
        bytes.append(high << 4 | low)
        index += 2
      default: bytes.append(byte)
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
    default: nil
    }
  }
}
