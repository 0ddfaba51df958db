extension XMLReader {
  /// Takes character data up to the byte `until`, which is not consumed, or the end of the document: references resolved,
  /// line ends made `\n` (XML 1.0 §2.11). In an attribute, white space becomes blanks (§3.3.3).
  mutating func characters(until: UInt8, into text: inout [UInt8]) throws(XMLError) {
    let inAttribute = until != UInt8(ascii: "<")
    while offset < bytes.count {
      let start = offset
      while offset < bytes.count, XMLReader.isPlain(bytes[offset]), bytes[offset] != until { offset += 1 }
      if offset > start { text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<offset])) }
      guard offset < bytes.count, bytes[offset] != until else { return }
      let byte = bytes[offset]
      if byte == UInt8(ascii: "&") {
        try reference(into: &text)
      } else if byte == UInt8(ascii: "<") {
        throw XMLError(.unexpectedCharacter, at: offset)
      } else if byte == UInt8(ascii: "]") {
        if starts(with: "]]>"), !inAttribute { throw XMLError(.unexpectedCharacter, at: offset) }
        text.append(byte)
        offset += 1
      } else {
        try other(byte, inAttribute: inAttribute, into: &text)
      }
    }
  }

  /// `<![CDATA[ … ]]>`
  mutating func characterData(into text: inout [UInt8]) throws(XMLError) {
    offset += 9
    while !starts(with: "]]>") {
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      let byte = bytes[offset]
      if XMLReader.isPlain(byte) || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&")
        || byte == UInt8(ascii: "]")
      {
        text.append(byte)
        offset += 1
      } else {
        try other(byte, inAttribute: false, into: &text)
      }
    }
    offset += 3
  }

  /// Passes over a comment or a processing instruction and tells whether there was one; refuses a document type.
  mutating func skipMarkup() throws(XMLError) -> Bool {
    if starts(with: "<!--") {
      let start = offset
      offset += 4
      while !starts(with: "--") { try passCharacter(start) }
      offset += 2
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      guard bytes[offset] == UInt8(ascii: ">") else { throw XMLError(.unexpectedCharacter, at: offset) }
      offset += 1
      return true
    }
    if starts(with: "<?") {
      let start = offset
      if starts(with: "<?xml"), offset + 5 >= bytes.count || !(bytes[offset + 5] == UInt8(ascii: "-")) {
        throw XMLError(.unexpectedCharacter, at: offset)
      }
      offset += 2
      while !starts(with: "?>") { try passCharacter(start) }
      offset += 2
      return true
    }
    if starts(with: "<!"), !starts(with: "<![CDATA[") {
      throw XMLError(starts(with: "<!DOCTYPE") ? .documentType : .unexpectedCharacter, at: offset)
    }
    return false
  }

  /// `<?xml version="1.0" encoding="UTF-8"?>`
  mutating func declaration() throws(XMLError) {
    let start = offset
    offset += 5
    while !starts(with: "?>") {
      skipSpace()
      let at = offset
      while offset < bytes.count, (bytes[offset] | 0x20) &- 97 < 26 { offset += 1 }
      let name = String(decoding: bytes[at..<offset], as: UTF8.self)
      skipSpace()
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      guard !name.isEmpty, bytes[offset] == UInt8(ascii: "=") else { throw XMLError(.unexpectedCharacter, at: offset) }
      offset += 1
      skipSpace()
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      let quote = bytes[offset]
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        throw XMLError(.unexpectedCharacter, at: offset)
      }
      offset += 1
      let value = offset
      while offset < bytes.count, bytes[offset] != quote { offset += 1 }
      guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
      let text = String(decoding: bytes[value..<offset], as: UTF8.self)
      offset += 1
      skipSpace()
      switch name {
      case "version": if text != "1.0" && text != "1.1" { throw XMLError(.unsupportedVersion, at: value) }
      case "encoding":
        let encoding = text.lowercased()
        if encoding != "utf-8" && encoding != "utf8" && encoding != "us-ascii" {
          throw XMLError(.unsupportedEncoding, at: value)
        }
      case "standalone": break
      default: throw XMLError(.unexpectedCharacter, at: start)
      }
    }
    offset += 2
  }

  // MARK: Steps

  /// Printable ASCII without a meaning of its own.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&") && byte != UInt8(ascii: "]")
  }

  /// Control characters and non-ASCII.
  private mutating func other(_ byte: UInt8, inAttribute: Bool, into text: inout [UInt8]) throws(XMLError) {
    switch byte {
    case 0x0D:
      offset += offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? 2 : 1
      text.append(inAttribute ? 0x20 : 0x0A)
    case 0x09, 0x0A:
      offset += 1
      text.append(inAttribute ? 0x20 : byte)
    case 0x00..<0x20: throw XMLError(.invalidCharacter, at: offset)
    default:
      let length = UTF8Check.sequenceLength(bytes, offset)
      guard length > 0 else { throw XMLError(.invalidUTF8, at: offset) }
      for _ in 0..<length {
        text.append(bytes[offset])
        offset += 1
      }
    }
  }

  /// One character of a comment or instruction.
  private mutating func passCharacter(_ start: Int) throws(XMLError) {
    guard offset < bytes.count else { throw XMLError(.unexpectedEnd, at: offset) }
    let byte = bytes[offset]
    if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { throw XMLError(.invalidCharacter, at: offset) }
    let length = UTF8Check.sequenceLength(bytes, offset)
    guard length > 0 else { throw XMLError(.invalidUTF8, at: offset) }
    offset += length
  }

  /// `&amp;`, `&#38;`, `&#x26;`. References to control characters are taken, though XML 1.0 has none: clients send object
  /// keys with them.
  private mutating func reference(into text: inout [UInt8]) throws(XMLError) {
    let start = offset
    var index = offset + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: ";"), index - start < 12 { index += 1 }
    guard index < bytes.count else { throw XMLError(.unexpectedEnd, at: bytes.count) }
    guard bytes[index] == UInt8(ascii: ";") else { throw XMLError(.invalidReference, at: start) }
    let name = String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
    switch name {
    case "lt": text.append(UInt8(ascii: "<"))
    case "gt": text.append(UInt8(ascii: ">"))
    case "amp": text.append(UInt8(ascii: "&"))
    case "quot": text.append(UInt8(ascii: "\""))
    case "apos": text.append(UInt8(ascii: "'"))
    default:
      let digits = name.hasPrefix("#x") ? name.dropFirst(2) : name.dropFirst(1)
      guard name.hasPrefix("#"), let first = digits.utf8.first, Hex.digit(first) != nil,
        let code = UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10), code > 0, let scalar = Unicode.Scalar(code)
      else { throw XMLError(.invalidReference, at: start) }
      text.append(contentsOf: Character(scalar).utf8)
    }
    offset = index + 1
  }
}
