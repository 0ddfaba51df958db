/// The smallest parts of an expression.
enum ExpressionToken: UInt8 {
  case name
  /// `#name`
  case nameReference
  /// `:name`
  case valueReference
  case digits
  case leftParenthesis, rightParenthesis, leftBracket, rightBracket
  case dot, comma, plus, minus
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// A byte that begins no token.
  case unknown
  case end
}

/// An expression's tokens with the place of the next one.
struct TokenStream {
  static let sizeLimit = 4096

  private struct Token {
    let kind: ExpressionToken
    let start: Int
    let end: Int
  }

  private let text: [UInt8]
  private var tokens: [Token] = []
  private var position = 0

  /// Refuses an empty expression and one over 4 KB.
  init(_ text: [UInt8]) throws(ExpressionFault) {
    if text.count > TokenStream.sizeLimit { throw .size(text.count) }
    self.text = text
    tokens.reserveCapacity(text.count / 3 + 2)
    var offset = 0
    while let token = TokenStream.token(in: text, from: &offset) { tokens.append(token) }
    if tokens.isEmpty { throw .empty }
    tokens.append(Token(kind: .end, start: text.count, end: text.count))
  }

  var kind: ExpressionToken { tokens[position].kind }
  var following: ExpressionToken { position + 1 < tokens.count ? tokens[position + 1].kind : .end }

  var bytes: ArraySlice<UInt8> { text[tokens[position].start..<tokens[position].end] }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  /// Takes the next token's bytes.
  mutating func take() -> [UInt8] {
    let bytes = Array(self.bytes)
    advance()
    return bytes
  }

  mutating func take(_ kind: ExpressionToken) -> Bool {
    if self.kind != kind { return false }
    advance()
    return true
  }

  mutating func expect(_ kind: ExpressionToken) throws(ExpressionFault) {
    if !take(kind) { throw syntaxError }
  }

  /// Whether the next token is this word, in any case of letters. `word` is upper case.
  func isWord(_ word: StaticString) -> Bool {
    guard kind == .name else { return false }
    let bytes = bytes
    if bytes.count != word.utf8CodeUnitCount { return false }
    return word.withUTF8Buffer { letters in
      zip(bytes, letters).allSatisfy { byte, letter in
        (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte - 0x20 : byte) == letter
      }
    }
  }

  mutating func takeWord(_ word: StaticString) -> Bool {
    if !isWord(word) { return false }
    advance()
    return true
  }

  /// Names the token at which the reading stopped, and the text from the token before it to the one after it.
  var syntaxError: ExpressionFault {
    let token = tokens[position]
    let shown = token.kind == .end ? "<EOF>" : String(decoding: text[token.start..<token.end], as: UTF8.self)
    let first = position > 0 ? tokens[position - 1].start : token.start
    let last: Int
    if token.kind == .end {
      last = position > 0 ? tokens[position - 1].end : token.end
    } else {
      let after = tokens[position + 1]
      last = after.kind == .end ? token.end : after.end
    }
    let near = String(decoding: text[first..<last], as: UTF8.self)
    return ExpressionFault("Syntax error; token: \"\(shown)\", near: \"\(near)\"")
  }

  private static func token(in text: [UInt8], from offset: inout Int) -> Token? {
    while offset < text.count, isBlank(text[offset]) { offset += 1 }
    guard offset < text.count else { return nil }
    let start = offset
    let byte = text[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "("): return Token(kind: .leftParenthesis, start: start, end: offset)
    case UInt8(ascii: ")"): return Token(kind: .rightParenthesis, start: start, end: offset)
    case UInt8(ascii: "["): return Token(kind: .leftBracket, start: start, end: offset)
    case UInt8(ascii: "]"): return Token(kind: .rightBracket, start: start, end: offset)
    case UInt8(ascii: "."): return Token(kind: .dot, start: start, end: offset)
    case UInt8(ascii: ","): return Token(kind: .comma, start: start, end: offset)
    case UInt8(ascii: "+"): return Token(kind: .plus, start: start, end: offset)
    case UInt8(ascii: "-"): return Token(kind: .minus, start: start, end: offset)
    case UInt8(ascii: "="): return Token(kind: .equal, start: start, end: offset)
    case UInt8(ascii: "<"):
      if offset < text.count, text[offset] == UInt8(ascii: "=") || text[offset] == UInt8(ascii: ">") {
        offset += 1
        let kind: ExpressionToken = text[offset - 1] == UInt8(ascii: "=") ? .lessOrEqual : .notEqual
        return Token(kind: kind, start: start, end: offset)
      }
      return Token(kind: .less, start: start, end: offset)
    case UInt8(ascii: ">"):
      if offset < text.count, text[offset] == UInt8(ascii: "=") {
        offset += 1
        return Token(kind: .greaterOrEqual, start: start, end: offset)
      }
      return Token(kind: .greater, start: start, end: offset)
    case UInt8(ascii: "#"), UInt8(ascii: ":"):
      while offset < text.count, isWordByte(text[offset]) { offset += 1 }
      let kind: ExpressionToken = byte == UInt8(ascii: "#") ? .nameReference : .valueReference
      return Token(kind: offset == start + 1 ? .unknown : kind, start: start, end: offset)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      while offset < text.count, isDigit(text[offset]) { offset += 1 }
      return Token(kind: .digits, start: start, end: offset)
    default:
      guard isLetter(byte) else {
        // A character of several bytes is one token.
        while offset < text.count, text[offset] & 0xC0 == 0x80 { offset += 1 }
        return Token(kind: .unknown, start: start, end: offset)
      }
      while offset < text.count, isWordByte(text[offset]) { offset += 1 }
      return Token(kind: .name, start: start, end: offset)
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_")
  }
}
