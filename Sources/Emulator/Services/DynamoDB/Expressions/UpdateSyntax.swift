/// An update as it is written.
struct UpdateSyntax {
  enum Action {
    case set(PathSyntax, Value)
    case remove(PathSyntax)
    case add(PathSyntax, [UInt8])
    case delete(PathSyntax, [UInt8])
  }

  indirect enum Value {
    case plus(Value, Value)
    case minus(Value, Value)
    case function(String, [Value])
    case path(PathSyntax)
    case value([UInt8])
  }

  var actions: [Action] = []
  /// The clauses in their order, for one that occurs twice.
  var clauses: [String] = []
}

/// The grammar of UpdateExpression:
///
///     update  clause+
///     clause  SET path "=" sum ( "," … )* | REMOVE path ( "," … )* | ADD path :value ( "," … )* | DELETE path :value …
///     sum     operand ( ( "+" | "-" ) operand )?
///     operand "(" operand ")" | :value | path | function "(" operand ( "," operand )* ")"
struct UpdateParser {
  static let operatorLimit = 300
  private static let depthLimit = 100

  private var tokens: TokenStream
  private var update = UpdateSyntax()
  private var operators = 0
  private var depth = 0

  static func parse(_ text: [UInt8]) throws(ExpressionFault) -> UpdateSyntax {
    var parser = UpdateParser(tokens: try TokenStream(text))
    repeat { try parser.clause() } while parser.tokens.kind != .end
    return parser.update
  }

  private init(tokens: TokenStream) { self.tokens = tokens }

  private mutating func clause() throws(ExpressionFault) {
    if tokens.takeWord("SET") {
      update.clauses.append("SET")
      repeat {
        let path = try self.path()
        try tokens.expect(.equal)
        try countOperator()
        update.actions.append(.set(path, try sum()))
      } while tokens.take(.comma)
    } else if tokens.takeWord("REMOVE") {
      update.clauses.append("REMOVE")
      repeat {
        try countOperator()
        update.actions.append(.remove(try path()))
      } while tokens.take(.comma)
    } else if tokens.takeWord("ADD") {
      update.clauses.append("ADD")
      repeat {
        let path = try self.path()
        try countOperator()
        update.actions.append(.add(path, try valueReference()))
      } while tokens.take(.comma)
    } else if tokens.takeWord("DELETE") {
      update.clauses.append("DELETE")
      repeat {
        let path = try self.path()
        try countOperator()
        update.actions.append(.delete(path, try valueReference()))
      } while tokens.take(.comma)
    } else {
      throw tokens.syntaxError
    }
  }

  private mutating func countOperator() throws(ExpressionFault) {
    operators += 1
    if operators > UpdateParser.operatorLimit { throw .operators(operators) }
  }

  private mutating func valueReference() throws(ExpressionFault) -> [UInt8] {
    if tokens.kind != .valueReference { throw tokens.syntaxError }
    return tokens.take()
  }

  private mutating func path() throws(ExpressionFault) -> PathSyntax {
    if isClauseWord { throw tokens.syntaxError }
    return try PathSyntax.parse(&tokens)
  }

  private mutating func sum() throws(ExpressionFault) -> UpdateSyntax.Value {
    let left = try operand(allowsSum: true)
    if tokens.take(.plus) {
      try countOperator()
      return .plus(left, try operand(allowsSum: false))
    }
    if tokens.take(.minus) {
      try countOperator()
      return .minus(left, try operand(allowsSum: false))
    }
    return left
  }

  /// A sum as a whole may stand in parentheses, an operand too.
  private mutating func operand(allowsSum: Bool) throws(ExpressionFault) -> UpdateSyntax.Value {
    switch tokens.kind {
    case .leftParenthesis:
      tokens.advance()
      depth += 1
      if depth > UpdateParser.depthLimit { throw tokens.syntaxError }
      let inner = allowsSum ? try sum() : try operand(allowsSum: false)
      try tokens.expect(.rightParenthesis)
      depth -= 1
      return inner
    case .valueReference: return .value(tokens.take())
    case .name where isClauseWord: throw tokens.syntaxError
    case .name where tokens.following == .leftParenthesis:
      let name = String(decoding: tokens.take(), as: UTF8.self)
      tokens.advance()
      depth += 1
      if depth > UpdateParser.depthLimit { throw tokens.syntaxError }
      var arguments = [try operand(allowsSum: false)]
      while tokens.take(.comma) { arguments.append(try operand(allowsSum: false)) }
      try tokens.expect(.rightParenthesis)
      depth -= 1
      return .function(name, arguments)
    case .name, .nameReference: return .path(try PathSyntax.parse(&tokens))
    default: throw tokens.syntaxError
    }
  }

  private var isClauseWord: Bool {
    tokens.isWord("SET") || tokens.isWord("REMOVE") || tokens.isWord("ADD") || tokens.isWord("DELETE")
  }
}
