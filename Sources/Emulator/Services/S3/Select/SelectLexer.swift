/// The words of a statement of S3 Select.
struct SelectToken: Sendable {
  enum Kind: Sendable { case word, quoted, string, number, timestamp, symbol, end }
  var kind: Kind
  var text: String
  /// Of a word: upper case.
  var keyword = ""
  /// Counted from 1.
  var column: Int

  static func all(_ statement: String) throws(SelectError) -> [SelectToken] {
    let bytes = Array(statement.utf8)
    var tokens: [SelectToken] = []
    var at = 0
    func isWord(_ byte: UInt8) -> Bool {
      byte == 95 || byte == 36 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte >= 128
    }
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    while at < bytes.count {
      let start = at
      let byte = bytes[at]
      switch byte {
      case 32, 9, 10, 13: at += 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
        var found: [UInt8] = []
        at += 1
        while true {
          guard at < bytes.count else { throw SelectError.parse("Unterminated literal at column \(start + 1)") }
          if bytes[at] == byte {
            guard at + 1 < bytes.count, bytes[at + 1] == byte else { break }
            at += 1
          }
          found.append(bytes[at])
          at += 1
        }
        at += 1
        let kind: Kind = byte == UInt8(ascii: "'") ? .string : byte == UInt8(ascii: "\"") ? .quoted : .timestamp
        tokens.append(SelectToken(kind: kind, text: String(decoding: found, as: UTF8.self), column: start + 1))
      case 48...57:
        while at < bytes.count, (48...57).contains(bytes[at]) || bytes[at] == UInt8(ascii: ".") { at += 1 }
        if at < bytes.count, bytes[at] | 32 == UInt8(ascii: "e") {
          at += 1
          if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") { at += 1 }
          while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
        }
        tokens.append(SelectToken(kind: .number, text: text(start..<at), column: start + 1))
      case _ where isWord(byte):
        while at < bytes.count, isWord(bytes[at]) { at += 1 }
        let word = text(start..<at)
        tokens.append(SelectToken(kind: .word, text: word, keyword: word.uppercased(), column: start + 1))
      default:
        let two = at + 1 < bytes.count ? text(at..<at + 2) : ""
        let symbol = ["<=", ">=", "<>", "!=", "||"].contains(two) ? two : text(at..<at + 1)
        at += symbol.utf8.count
        tokens.append(SelectToken(kind: .symbol, text: symbol, column: start + 1))
      }
    }
    tokens.append(SelectToken(kind: .end, text: "", column: bytes.count + 1))
    return tokens
  }
}

/// Why a statement cannot be run, or its data not be read.
struct SelectError: Error, Sendable {
  var code: String
  var message: String

  static func parse(_ message: String) -> SelectError { SelectError(code: "ParseUnexpectedToken", message: message) }
}
