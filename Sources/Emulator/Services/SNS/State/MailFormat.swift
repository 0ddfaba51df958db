import Protocols
import Runtime

/// An e-mail as it goes over the wire (RFC 5322, RFC 2045, RFC 2047): header fields, and the text as UTF-8 in
/// quoted-printable where plain lines of ASCII do not carry it.
enum MailFormat {
  static func message(
    id: String, date: Timestamp, from: String, to: String, subject: String, text: String
  ) -> [UInt8] {
    let isPlain = isPlain(text)
    let fields = [
      "Date: " + date.httpDate().replacingSuffix("GMT", with: "+0000"),
      "From: " + address(from),
      "To: " + to,
      "Message-ID: <\(id)@sns.amazonaws.com>",
      "Subject: " + header(subject),
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=UTF-8",
      "Content-Transfer-Encoding: " + (isPlain ? "7bit" : "quoted-printable"),
    ]
    var out = Array(fields.joined(separator: "\r\n").utf8)
    out += Array("\r\n\r\n".utf8)
    if isPlain { appendLines(text, to: &out) } else { appendQuotedPrintable(text, to: &out) }
    out += [13, 10]
    return out
  }

  /// Lines of at most 998 bytes of ASCII (RFC 5322 §2.1.1).
  private static func isPlain(_ text: String) -> Bool {
    var length = 0
    for byte in text.utf8 {
      if byte >= 0x7f || byte == 0 { return false }
      length = byte == 10 ? 0 : length + 1
      if length > 990 { return false }
    }
    return true
  }

  /// Line ends become CRLF, whatever they were.
  private static func appendLines(_ text: String, to out: inout [UInt8]) {
    var last: UInt8 = 0
    for byte in text.utf8 {
      if byte == 10, last != 13 { out.append(13) }
      if last == 13, byte != 10 { out.append(10) }
      out.append(byte)
      last = byte
    }
    if last == 13 { out.append(10) }
  }

  private static func appendQuotedPrintable(_ text: String, to out: inout [UInt8]) {
    let bytes = Array(text.utf8)
    var length = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 13 || byte == 10 {
        if byte == 13, index < bytes.count, bytes[index] == 10 { index += 1 }
        out += [13, 10]
        length = 0
        continue
      }
      let atEnd = index == bytes.count || bytes[index] == 10 || bytes[index] == 13
      let isBlank = byte == 32 || byte == 9
      let isLiteral = byte > 32 && byte < 127 && byte != UInt8(ascii: "=") || isBlank && !atEnd
      let width = isLiteral ? 1 : 3
      // 76 characters a line, the soft break's `=` among them.
      if length + width > 75 {
        out += [UInt8(ascii: "="), 13, 10]
        length = 0
      }
      if isLiteral {
        out.append(byte)
      } else {
        out += Array("=\(Hex.encode([byte]).uppercased())".utf8)
      }
      length += width
    }
  }

  /// The text of a header field, in encoded words where it is not ASCII. No encoded word may pass 75 characters, nor part
  /// a character.
  private static func header(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
    var words: [String] = []
    var piece: [UInt8] = []
    for character in text.unicodeScalars {
      let bytes = Array(String(character).utf8)
      if piece.count + bytes.count > 45 {
        words.append("=?UTF-8?B?\(Base64.encode(piece))?=")
        piece = []
      }
      piece += bytes
    }
    words.append("=?UTF-8?B?\(Base64.encode(piece))?=")
    return words.joined(separator: "\r\n ")
  }

  /// `Name <address>`, the name quoted or encoded as it needs.
  private static func address(_ text: String) -> String {
    guard let angle = text.lastIndex(of: "<"), angle != text.startIndex else { return text }
    let name = String(text[..<angle].dropLast())
    let encoded = header(name)
    if encoded != name { return "\(encoded) \(text[angle...])" }
    let isAtom = name.utf8.allSatisfy { byte in
      byte == 32 || (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte >= 48 && byte <= 57
    }
    if isAtom { return text }
    var quoted = ""
    for character in name {
      if character == "\"" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return "\"\(quoted)\" \(text[angle...])"
  }
}

extension String {
  fileprivate func replacingSuffix(_ end: String, with new: String) -> String {
    hasSuffix(end) ? dropLast(end.count) + new : self
  }
}
