/// One word of the statement.
struct Token: Sendable {
  enum Kind: Sendable {
    /// A word without quotes: a keyword or a name.
    case word
    /// `"name"` in the Trino grammar, `` `name` `` in both.
    case quotedName, backquotedName
    case string, binary, integer, decimal, double
    case symbol
    /// A character that starts no token.
    case unrecognized
    case end
  }
  var kind: Kind
  /// What it means: a string's characters, a name as written, a symbol's own text.
  var value: String
  /// As it stands in the statement; `<EOF>` at the end.
  var source: String
  /// A word's upper case, empty for all else.
  var keyword: String
  var position: SourcePosition
}

/// Splits a statement into tokens. `--` and `/* */` comments and white space are passed over.
struct Lexer {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var lineStart = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// All tokens, the last of them `end`.
  static func tokens(_ text: String) -> [Token] {
    var lexer = Lexer(text)
    var found: [Token] = []
    while true {
      let token = lexer.next()
      found.append(token)
      if token.kind == .end { return found }
    }
  }

  private func peek(_ ahead: Int = 0) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

  private var position: SourcePosition {
    var column = 1
    var index = lineStart
    while index < at {
      if bytes[index] & 0xC0 != 0x80 { column += 1 }
      index += 1
    }
    return SourcePosition(line: line, column: column)
  }

  private mutating func step() {
    if bytes[at] == 10 {
      line += 1
      lineStart = at + 1
    }
    at += 1
  }

  private mutating func skipBlanks() {
    while at < bytes.count {
      let byte: UInt8 = bytes[at]
      if byte == 32 || (byte >= 9 && byte <= 13) {
        step()
      } else if byte == UInt8(ascii: "-"), peek(1) == byte {
        while at < bytes.count, bytes[at] != 10 { at += 1 }
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*"), let end: Int = endOfComment() {
        while at < end { step() }
      } else {
        return
      }
    }
  }

  private func endOfComment() -> Int? {
    var index = at + 2
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
      index += 1
    }
    return nil
  }

  private func text(_ from: Int, _ to: Int) -> String { String(decoding: bytes[from..<to], as: UTF8.self) }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private static func startsWord(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private mutating func next() -> Token {
    skipBlanks()
    let start = at
    let place = position
    guard at < bytes.count else {
      return Token(kind: .end, value: "", source: "<EOF>", keyword: "", position: place)
    }
    let byte: UInt8 = bytes[at]
    func token(_ kind: Token.Kind, _ value: String) -> Token {
      Token(kind: kind, value: value, source: text(start, at), keyword: "", position: place)
    }
    if (byte | 0x20) == UInt8(ascii: "x"), peek(1) == UInt8(ascii: "'") {
      at += 1
      if let value: String = quoted(by: UInt8(ascii: "'")) { return token(.binary, value) }
      at = start
    }
    if Self.startsWord(byte) {
      while at < bytes.count, Self.startsWord(bytes[at]) || Self.isDigit(bytes[at]) || bytes[at] == UInt8(ascii: "$") {
        at += 1
      }
      let word: String = text(start, at)
      return Token(kind: .word, value: word, source: word, keyword: word.uppercased(), position: place)
    }
    if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && Self.isDigit(peek(1))) {
      let kind: Token.Kind = number()
      return token(kind, text(start, at))
    }
    switch byte {
    case UInt8(ascii: "'"):
      if let value: String = quoted(by: byte) { return token(.string, value) }
    case UInt8(ascii: "\""):
      if let value: String = quoted(by: byte), !value.isEmpty { return token(.quotedName, value) }
      at = start
    case UInt8(ascii: "`"):
      if let value: String = quoted(by: byte) { return token(.backquotedName, value) }
    default:
      let pair: String = at + 1 < bytes.count && bytes[at + 1] < 0x80 ? text(at, at + 2) : ""
      if ["<>", "!=", "<=", ">=", "||", "->", "=>", "=="].contains(pair) {
        at += 2
        return token(.symbol, pair)
      }
      if "+-*/%=<>(),.;?[]:{}|^$&~@!".utf8.contains(byte) {
        at += 1
        return token(.symbol, text(start, at))
      }
    }
    step()
    return token(.unrecognized, text(start, at))
  }

  /// Digits, a fraction, an exponent.
  private mutating func number() -> Token.Kind {
    var kind: Token.Kind = .integer
    while Self.isDigit(peek()) { at += 1 }
    if peek() == UInt8(ascii: ".") {
      kind = .decimal
      at += 1
      while Self.isDigit(peek()) { at += 1 }
    }
    if (peek() | 0x20) == UInt8(ascii: "e") {
      let signed: Int = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if Self.isDigit(peek(1 + signed)) {
        kind = .double
        at += 1 + signed
        while Self.isDigit(peek()) { at += 1 }
      }
    }
    return kind
  }

  /// What stands between two quotes, a doubled quote meaning one; nil, and nothing read, when it does not end.
  private mutating func quoted(by quote: UInt8) -> String? {
    let saved = (at, line, lineStart)
    var value: [UInt8] = []
    at += 1
    while at < bytes.count {
      let byte: UInt8 = bytes[at]
      if byte == quote {
        if peek(1) == quote {
          at += 1
        } else {
          at += 1
          return String(decoding: value, as: UTF8.self)
        }
      }
      value.append(byte)
      step()
    }
    (at, line, lineStart) = saved
    return nil
  }
}
