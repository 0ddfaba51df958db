/// Terms of a statement, loosest first:
///
///     OR · AND · NOT · comparison, BETWEEN, IN, IS · + − · path, literal, ?, function, tuple, list, bag, ( term )
extension PartiQLParser {
  mutating func condition() throws(PartiQLFault) -> PartiQLTerm {
    try deeper { (parser: inout PartiQLParser) throws(PartiQLFault) -> PartiQLTerm in
      var left = try parser.conjunction()
      while parser.take(keyword: "OR") {
        try parser.expectRightHandSide()
        left = .or(left, try parser.conjunction())
      }
      return left
    }
  }

  private mutating func deeper(
    _ body: (inout PartiQLParser) throws(PartiQLFault) -> PartiQLTerm
  ) throws(PartiQLFault) -> PartiQLTerm {
    depth += 1
    defer { depth -= 1 }
    if depth > PartiQLParser.depthLimit { throw .malformed("The statement is nested too deeply") }
    return try body(&self)
  }

  private mutating func expectRightHandSide() throws(PartiQLFault) {
    if kind == .end || kind == .symbol(";") || kind == .symbol(")") {
      throw .malformed("Missing right-hand side expression of infix operator")
    }
  }

  private mutating func conjunction() throws(PartiQLFault) -> PartiQLTerm {
    var left = try negation()
    while take(keyword: "AND") {
      try expectRightHandSide()
      left = .and(left, try negation())
    }
    return left
  }

  private mutating func negation() throws(PartiQLFault) -> PartiQLTerm {
    if take(keyword: "NOT") {
      return .not(
        try deeper { (parser: inout PartiQLParser) throws(PartiQLFault) -> PartiQLTerm in try parser.negation() })
    }
    return try comparison()
  }

  private static let comparators: [String: Comparator] = [
    "=": .equal, "<>": .notEqual, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater,
    ">=": .greaterOrEqual,
  ]

  private mutating func comparison() throws(PartiQLFault) -> PartiQLTerm {
    let left = try additive()
    if case .symbol(let symbol) = kind, let comparator = Self.comparators[symbol] {
      advance()
      try expectRightHandSide()
      return .comparison(comparator, left, try additive())
    }
    if take(keyword: "IS") {
      let isNegated = take(keyword: "NOT")
      let term = PartiQLTerm.isType(left, try typeName())
      return isNegated ? .not(term) : term
    }
    let isNegated = isKeyword("NOT")
    if isNegated { advance() }
    if take(keyword: "BETWEEN") {
      let low = try additive()
      guard take(keyword: "AND") else { throw .malformed("Expected AND after BETWEEN") }
      let term = PartiQLTerm.between(left, low, try additive())
      return isNegated ? .not(term) : term
    }
    if take(keyword: "IN") {
      let term = PartiQLTerm.in(left, try members())
      return isNegated ? .not(term) : term
    }
    if isKeyword("LIKE") { throw .at(place, "Unsupported operation: Like") }
    if isNegated { throw .malformed("Unexpected term") }
    return left
  }

  /// `[1, 2]`, `(1, 2)` or `<<1, 2>>`
  private mutating func members() throws(PartiQLFault) -> [PartiQLTerm] {
    let close: String
    if take(symbol: "[") {
      close = "]"
    } else if take(symbol: "(") {
      close = ")"
    } else if take(symbol: "<<") {
      close = ">>"
    } else {
      throw PartiQLFault(
        "IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with "
          + "at least one member")
    }
    let members = try terms(until: close)
    if members.isEmpty {
      throw PartiQLFault(
        "IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with "
          + "at least one member")
    }
    return members
  }

  private mutating func terms(until close: String) throws(PartiQLFault) -> [PartiQLTerm] {
    var terms: [PartiQLTerm] = []
    if take(symbol: close) { return terms }
    repeat { terms.append(try condition()) } while take(symbol: ",")
    let name = ["]": "RIGHT_BRACKET", ")": "RIGHT_PAREN", ">>": "RIGHT_DOUBLE_ANGLE_BRACKET"][close] ?? close
    try expect(symbol: close, name)
    return terms
  }

  private static let typeNames: Set<String> = [
    "MISSING", "NULL", "BOOLEAN", "BOOL", "BLOB", "STRING", "NUMERIC", "STRUCT", "TUPLE", "LIST", "INT", "INTEGER",
    "SMALLINT", "FLOAT", "REAL", "DECIMAL", "TIMESTAMP", "CHAR", "CHARACTER", "VARCHAR", "SYMBOL", "CLOB", "SEXP",
    "BAG", "DOUBLE",
  ]

  private mutating func typeName() throws(PartiQLFault) -> String {
    if case .keyword(let word) = kind, Self.typeNames.contains(word) {
      advance()
      if word == "DOUBLE" { take(keyword: "PRECISION") }
      if word == "CHARACTER" { take(keyword: "VARYING") }
      return word
    }
    if case .identifier(let name) = kind {
      let word = String(decoding: name, as: UTF8.self).uppercased()
      if word == "INT4" || word == "INT8" {
        advance()
        return word
      }
    }
    throw .malformed("Expected type name")
  }

  mutating func additive() throws(PartiQLFault) -> PartiQLTerm {
    var left = try primary()
    while true {
      if take(symbol: "+") {
        try expectRightHandSide()
        left = .plus(left, try primary())
      } else if take(symbol: "-") {
        try expectRightHandSide()
        left = .minus(left, try primary())
      } else {
        return left
      }
    }
  }

  private mutating func primary() throws(PartiQLFault) -> PartiQLTerm {
    switch kind {
    case .string(let text):
      advance()
      return .value(.string(text))
    case .number(let digits):
      advance()
      return try PartiQLValue.number(digits)
    case .symbol("-"), .symbol("+"):
      let sign: [UInt8] = kind == .symbol("-") ? [UInt8(ascii: "-")] : []
      guard case .number(let digits) = tokens[min(position + 1, tokens.count - 1)].kind else {
        throw .malformed("Unexpected operator")
      }
      advance()
      advance()
      return try PartiQLValue.number(sign + digits)
    case .parameter:
      advance()
      return .value(try nextParameter())
    case .keyword(let word): return try keywordTerm(word)
    case .identifier, .quoted: return try pathOrCall()
    case .symbol("("):
      advance()
      let inner = try condition()
      if kind == .symbol(",") { throw .malformed("Expected RIGHT_PAREN") }
      try expect(symbol: ")", "RIGHT_PAREN")
      return inner
    case .symbol("{"):
      advance()
      return .tuple(try tuple())
    case .symbol("["):
      advance()
      return .list(try terms(until: "]"))
    case .symbol("<<"):
      advance()
      return .bag(try terms(until: ">>"))
    case .symbol("="), .symbol("<"), .symbol(">"), .symbol("<="), .symbol(">="), .symbol("<>"), .symbol("!="),
      .symbol("*"), .symbol("/"), .symbol("%"), .symbol("||"):
      throw .malformed("Unexpected operator")
    default: throw .malformed("Unexpected term")
    }
  }

  private mutating func keywordTerm(_ word: String) throws(PartiQLFault) -> PartiQLTerm {
    let start = place
    switch word {
    case "TRUE", "FALSE":
      advance()
      return .value(.bool(word == "TRUE"))
    case "NULL":
      advance()
      return .value(.null)
    case "MISSING":
      advance()
      return .missing
    case "IS", "LIKE", "IN", "BETWEEN", "AND", "OR": throw .malformed("Unexpected operator")
    default:
      // A keyword that is called is taken for a function, and there is none of that name.
      if tokens[min(position + 1, tokens.count - 1)].kind == .symbol("("), word != "SELECT" {
        throw .at(start, "Unrecognized function: " + word.lowercased())
      }
      throw .malformed("Unexpected keyword")
    }
  }

  private mutating func tuple() throws(PartiQLFault) -> [(name: [UInt8], term: PartiQLTerm)] {
    var members: [(name: [UInt8], term: PartiQLTerm)] = []
    if take(symbol: "}") { return members }
    repeat {
      let name: [UInt8]
      switch kind {
      case .string(let text), .quoted(let text), .identifier(let text): name = text
      default: throw .malformed("Unexpected term")
      }
      advance()
      try expect(symbol: ":", "COLON")
      members.append((name, try condition()))
    } while take(symbol: ",")
    try expect(symbol: "}", "RIGHT_CURLY")
    return members
  }

  private mutating func pathOrCall() throws(PartiQLFault) -> PartiQLTerm {
    let start = place
    if case .identifier(let name) = kind, tokens[min(position + 1, tokens.count - 1)].kind == .symbol("(") {
      advance()
      advance()
      let function = String(decoding: name, as: UTF8.self).lowercased()
      return .call(function, try terms(until: ")"), start)
    }
    return .path(try path(), start)
  }

  /// `a.b[0]."c"`; a table's name in front of it, as in `"Music".Artist`, is not told apart: DynamoDB's own paths begin
  /// with an attribute.
  mutating func path() throws(PartiQLFault) -> DocumentPath {
    let root: [UInt8]
    switch kind {
    case .identifier(let name), .quoted(let name): root = name
    case .keyword: throw .malformed("Unexpected keyword")
    case .symbol("["): throw PartiQLFault("A path cannot start with a list index")
    default: throw .malformed("Expected identifier for simple path")
    }
    if root.isEmpty { throw PartiQLFault("Path component cannot be an empty string") }
    advance()
    var steps: [DocumentPath.Step] = []
    while true {
      if take(symbol: ".") {
        switch kind {
        case .identifier(let name), .quoted(let name):
          advance()
          steps.append(.name(name))
        case .symbol("*"): throw PartiQLFault("Unpivot path component like a.*.b are not supported")
        default: throw .malformed("Invalid path dot component")
        }
      } else if take(symbol: "[") {
        switch kind {
        case .number(let digits):
          guard let index = Int(String(decoding: digits, as: UTF8.self)), index <= Int(Int32.max) else {
            throw PartiQLFault(
              "List index is not within the allowable range; index: [\(String(decoding: digits, as: UTF8.self))]")
          }
          advance()
          steps.append(.index(index))
        case .string(let name):
          advance()
          steps.append(.name(name))
        case .symbol("*"): throw PartiQLFault("Wildcard path component like a[*].b are not supported")
        default: throw .malformed("Unexpected term")
        }
        try expect(symbol: "]", "RIGHT_BRACKET")
      } else {
        return DocumentPath(root, steps)
      }
    }
  }
}
