/// Why a statement could not be parsed.
package enum ParseFailure: Error, Sendable {
  case syntax(QuerySyntaxError)
  /// Valid in AWS's grammar and not built here: the feature's name and where it stands.
  case unsupported(String, SourcePosition)
}

/// Walks over the tokens and remembers what would have been accepted at the current one, for the error's text.
struct TokenCursor {
  let tokens: [Token]
  private(set) var index = 0
  private var tried: Set<String> = []
  private var triedAt = 0
  /// While the cursor stands here, only the rule's name counts as expected, not the tokens that it starts with.
  private var ruleAt = -1
  private var depth = 0

  /// Nested parentheses, queries and operators; past it the stack would end.
  static let depthLimit = 120

  init(_ text: String) { tokens = Lexer.tokens(text) }

  var current: Token { tokens[index] }
  func ahead(_ count: Int) -> Token { tokens[min(index + count, tokens.count - 1)] }
  var position: SourcePosition { current.position }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
  }

  mutating func rewind(to index: Int) { self.index = index }

  private mutating func note(_ what: String) {
    if triedAt != index {
      tried.removeAll(keepingCapacity: true)
      triedAt = index
    }
    if ruleAt != index { tried.insert(what) }
  }

  /// A rule starts here: `<expression>`.
  mutating func enter(_ rule: String) {
    note(rule)
    ruleAt = index
  }

  mutating func at(_ keyword: String) -> Bool {
    if current.keyword == keyword { return true }
    note("'" + keyword + "'")
    return false
  }

  mutating func atSymbol(_ symbol: String) -> Bool {
    if current.kind == .symbol, current.value == symbol { return true }
    note("'" + symbol + "'")
    return false
  }

  /// Whether the keyword stands here, without saying that it was expected.
  func sees(_ keyword: String, ahead count: Int = 0) -> Bool { ahead(count).keyword == keyword }

  func seesSymbol(_ symbol: String, ahead count: Int = 0) -> Bool {
    let token: Token = ahead(count)
    return token.kind == .symbol && token.value == symbol
  }

  mutating func accept(_ keyword: String) -> Bool {
    guard at(keyword) else { return false }
    advance()
    return true
  }

  mutating func acceptSymbol(_ symbol: String) -> Bool {
    guard atSymbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ keyword: String) throws(ParseFailure) {
    if !accept(keyword) { throw mismatch() }
  }

  mutating func expectSymbol(_ symbol: String) throws(ParseFailure) {
    if !acceptSymbol(symbol) { throw mismatch() }
  }

  mutating func descend() throws(ParseFailure) {
    depth += 1
    if depth > Self.depthLimit {
      throw .syntax(
        QuerySyntaxError(
          .trino, Self.place(position) + ": statement is too large (stack overflow while parsing)"))
    }
  }

  mutating func ascend() { depth -= 1 }

  static func place(_ position: SourcePosition) -> String { "line \(position.line):\(position.column)" }

  /// Trino's words for an unexpected token.
  mutating func mismatch() -> ParseFailure {
    if triedAt != index { tried.removeAll() }
    var text: String = Self.place(position) + ": mismatched input '" + current.source + "'."
    if !tried.isEmpty { text += " Expecting: " + tried.sorted().joined(separator: ", ") }
    return .syntax(QuerySyntaxError(.trino, text))
  }

  mutating func expected(_ what: String) -> ParseFailure {
    note(what)
    return mismatch()
  }

  /// An error that is not about one unexpected token.
  static func failure(_ position: SourcePosition, _ text: String) -> ParseFailure {
    .syntax(QuerySyntaxError(.trino, place(position) + ": " + text))
  }
}
