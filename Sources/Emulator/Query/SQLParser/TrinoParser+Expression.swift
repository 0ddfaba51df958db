extension TrinoParser {
  /// Operators of one kind in a row; a deeper tree would end the stack later.
  private static let chainLimit = 400

  mutating func expression() throws(ParseFailure) -> Expression {
    cursor.enter("<expression>")
    try cursor.descend()
    defer { cursor.ascend() }
    let position: SourcePosition = cursor.position
    let first: Expression = try conjunction()
    guard cursor.at("OR") else { return first }
    var operands: [Expression] = [first]
    while cursor.accept("OR") { operands.append(try conjunction()) }
    return .or(operands, position)
  }

  mutating func expressionList() throws(ParseFailure) -> [Expression] {
    var list: [Expression] = []
    repeat { list.append(try expression()) } while cursor.acceptSymbol(",")
    return list
  }

  private mutating func conjunction() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    let first: Expression = try negation()
    guard cursor.at("AND") else { return first }
    var operands: [Expression] = [first]
    while cursor.accept("AND") { operands.append(try negation()) }
    return .and(operands, position)
  }

  private mutating func negation() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    if cursor.accept("NOT") {
      cursor.enter("<expression>")
      try cursor.descend()
      defer { cursor.ascend() }
      return .not(try negation(), position)
    }
    return try predicate()
  }

  private static let comparisons: [(String, Comparison)] = [
    ("=", .equal), ("<>", .notEqual), ("!=", .notEqual), ("<", .less), ("<=", .lessOrEqual), (">", .greater),
    (">=", .greaterOrEqual),
  ]

  private mutating func predicate() throws(ParseFailure) -> Expression {
    let value: Expression = try self.value()
    let position: SourcePosition = cursor.position
    for (symbol, comparison) in Self.comparisons where cursor.acceptSymbol(symbol) {
      if cursor.sees("ALL") || cursor.sees("ANY") || cursor.sees("SOME") {
        let quantifier: String = cursor.current.keyword
        cursor.advance()
        try cursor.expectSymbol("(")
        let inner: Query = try query()
        try cursor.expectSymbol(")")
        return .quantified(comparison, quantifier, value, inner, position)
      }
      cursor.enter("<expression>")
      return .comparison(comparison, value, try self.value(), position)
    }
    if cursor.accept("IS") {
      let negated: Bool = cursor.accept("NOT")
      if cursor.accept("NULL") {
        let test: Expression = .isNull(value, position)
        return negated ? .not(test, position) : test
      }
      try cursor.expect("DISTINCT")
      try cursor.expect("FROM")
      let test: Expression = .distinctFrom(value, try self.value(), position)
      return negated ? .not(test, position) : test
    }
    let negated: Bool = cursor.accept("NOT")
    var test: Expression
    if cursor.accept("BETWEEN") {
      let low: Expression = try self.value()
      try cursor.expect("AND")
      test = .between(value, low: low, high: try self.value(), position)
    } else if cursor.accept("IN") {
      try cursor.expectSymbol("(")
      if startsQuery(), !cursor.seesSymbol("(") {
        test = .inQuery(value, try query(), position)
      } else {
        test = .inList(value, try expressionList(), position)
      }
      try cursor.expectSymbol(")")
    } else if cursor.accept("LIKE") {
      let pattern: Expression = try self.value()
      let escape: Expression? = cursor.accept("ESCAPE") ? try self.value() : nil
      test = .like(value, pattern: pattern, escape: escape, position)
    } else {
      if negated { throw cursor.mismatch() }
      return value
    }
    if negated { test = .not(test, position) }
    return test
  }

  /// Concatenation, the loosest of the operators on values.
  mutating func value() throws(ParseFailure) -> Expression {
    try cursor.descend()
    defer { cursor.ascend() }
    var left: Expression = try sum()
    var chain = 0
    while true {
      let position: SourcePosition = cursor.position
      guard cursor.acceptSymbol("||") else { return left }
      chain += 1
      if chain > Self.chainLimit { throw tooLong(position) }
      left = .concatenation(left, try sum(), position)
    }
  }

  private func tooLong(_ position: SourcePosition) -> ParseFailure {
    TokenCursor.failure(position, "statement is too large (stack overflow while parsing)")
  }

  private mutating func sum() throws(ParseFailure) -> Expression {
    var left: Expression = try product()
    var chain = 0
    while true {
      let position: SourcePosition = cursor.position
      let operation: Arithmetic
      if cursor.acceptSymbol("+") {
        operation = .add
      } else if cursor.acceptSymbol("-") {
        operation = .subtract
      } else {
        return left
      }
      chain += 1
      if chain > Self.chainLimit { throw tooLong(position) }
      cursor.enter("<expression>")
      left = .arithmetic(operation, left, try product(), position)
    }
  }

  private mutating func product() throws(ParseFailure) -> Expression {
    var left: Expression = try sign()
    var chain = 0
    while true {
      let position: SourcePosition = cursor.position
      let operation: Arithmetic
      if cursor.acceptSymbol("*") {
        operation = .multiply
      } else if cursor.acceptSymbol("/") {
        operation = .divide
      } else if cursor.acceptSymbol("%") {
        operation = .modulus
      } else {
        return left
      }
      chain += 1
      if chain > Self.chainLimit { throw tooLong(position) }
      cursor.enter("<expression>")
      left = .arithmetic(operation, left, try sign(), position)
    }
  }

  private mutating func sign() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    if cursor.acceptSymbol("-") {
      try cursor.descend()
      defer { cursor.ascend() }
      return .negative(try sign(), position)
    }
    if cursor.acceptSymbol("+") {
      try cursor.descend()
      defer { cursor.ascend() }
      return .positive(try sign(), position)
    }
    var operand: Expression = try postfix()
    while cursor.sees("AT"), cursor.sees("TIME", ahead: 1) {
      cursor.advance()
      cursor.advance()
      try cursor.expect("ZONE")
      operand = .atTimeZone(operand, try postfix(), position)
    }
    return operand
  }

  /// A primary with its `.field` and `[index]`.
  private mutating func postfix() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    var base: Expression = try primary()
    var chain = 0
    while true {
      chain += 1
      if chain > Self.chainLimit { throw tooLong(position) }
      if cursor.acceptSymbol("[") {
        let index: Expression = try value()
        try cursor.expectSymbol("]")
        base = .subscript(base, index, position)
      } else if cursor.acceptSymbol(".") {
        base = .dereference(base, try name(), position)
      } else {
        return base
      }
    }
  }

  private mutating func primary() throws(ParseFailure) -> Expression {
    let token: Token = cursor.current
    let position: SourcePosition = token.position
    switch token.kind {
    case .integer:
      cursor.advance()
      return .integer(token.value, position)
    case .decimal:
      cursor.advance()
      return .decimal(token.value, position)
    case .double:
      cursor.advance()
      return .double(token.value, position)
    case .string:
      cursor.advance()
      return .string(token.value, position)
    case .binary:
      cursor.advance()
      guard let bytes: [UInt8] = Self.hexBytes(token.value) else {
        throw TokenCursor.failure(position, "Binary literal can only contain hexadecimal digits")
      }
      return .binary(bytes, position)
    case .symbol:
      if token.value == "?" { return .parameter(nextParameter(), position) }
      if token.value == "(" { return try parenthesized() }
      throw cursor.expected("<expression>")
    case .word: return try word(token)
    case .quotedName, .backquotedName: return try named()
    case .unrecognized, .end: throw cursor.expected("<expression>")
    }
  }

  private static func hexBytes(_ text: String) -> [UInt8]? {
    let digits: [UInt8] = Array(text.utf8).filter { $0 != 32 && $0 != 10 && $0 != 9 && $0 != 13 }
    if digits.count % 2 != 0 { return nil }
    var bytes: [UInt8] = []
    var index = 0
    while index < digits.count {
      guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
      index += 2
    }
    return bytes
  }

  private mutating func parenthesized() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    if let names: [String] = lambdaNames() { return try lambda(names, position) }
    let start: Int = cursor.index
    try cursor.expectSymbol("(")
    if startsQuery() {
      let direct: Bool = !cursor.seesSymbol("(")
      do throws(ParseFailure) {
        let inner: Query = try query()
        if cursor.acceptSymbol(")") { return .subquery(inner, position) }
        if direct { throw cursor.mismatch() }
      } catch {
        // `((SELECT 1) + 1)` starts like a query and is an expression.
        if direct { throw error }
      }
      cursor.rewind(to: start + 1)
    }
    let parts: [Expression] = try expressionList()
    try cursor.expectSymbol(")")
    return parts.count == 1 ? parts[0] : .row(parts, position)
  }

  /// The names before `->` when a lambda in parentheses starts here.
  private func lambdaNames() -> [String]? {
    var names: [String] = []
    var count = 1
    if !cursor.seesSymbol(")", ahead: count) {
      while true {
        let token: Token = cursor.ahead(count)
        guard Self.isName(token) else { return nil }
        names.append(token.value.lowercased())
        count += 1
        if cursor.seesSymbol(",", ahead: count) {
          count += 1
        } else {
          break
        }
      }
    }
    return cursor.seesSymbol(")", ahead: count) && cursor.seesSymbol("->", ahead: count + 1) ? names : nil
  }

  private mutating func lambda(_ names: [String], _ position: SourcePosition) throws(ParseFailure) -> Expression {
    while !cursor.acceptSymbol("->") { cursor.advance() }
    return .lambda(names, try expression(), position)
  }

  private mutating func word(_ token: Token) throws(ParseFailure) -> Expression {
    let position: SourcePosition = token.position
    let opens: Bool = cursor.seesSymbol("(", ahead: 1)
    switch token.keyword {
    case "NULL":
      cursor.advance()
      return .null(position)
    case "TRUE", "FALSE":
      cursor.advance()
      return .boolean(token.keyword == "TRUE", position)
    case "CASE": return try cases()
    case "CAST" where opens: return try cast(isTry: false)
    case "TRY_CAST" where opens: return try cast(isTry: true)
    case "EXISTS":
      cursor.advance()
      try cursor.expectSymbol("(")
      let inner: Query = try query()
      try cursor.expectSymbol(")")
      return .exists(inner, position)
    case "ARRAY" where cursor.seesSymbol("[", ahead: 1):
      cursor.advance()
      cursor.advance()
      if cursor.acceptSymbol("]") { return .array([], position) }
      let parts: [Expression] = try expressionList()
      try cursor.expectSymbol("]")
      return .array(parts, position)
    case "ROW" where opens:
      cursor.advance()
      cursor.advance()
      let parts: [Expression] = try expressionList()
      try cursor.expectSymbol(")")
      return .row(parts, position)
    case "EXTRACT":
      cursor.advance()
      try cursor.expectSymbol("(")
      let field: String = try name()
      try cursor.expect("FROM")
      let operand: Expression = try value()
      try cursor.expectSymbol(")")
      return .extract(field, operand, position)
    case "INTERVAL"
    where cursor.ahead(1).kind == .string || cursor.seesSymbol("-", ahead: 1)
      || cursor.seesSymbol("+", ahead: 1):
      return try interval()
    case "TRIM" where opens: return try trim()
    case "SUBSTRING" where opens: return try substring()
    case "POSITION" where opens: return try positionIn()
    case "NORMALIZE", "LISTAGG", "JSON_ARRAY", "JSON_EXISTS", "JSON_OBJECT", "JSON_QUERY", "JSON_VALUE", "GROUPING":
      throw .unsupported(token.keyword, position)
    default: break
    }
    if let value = SpecialValue(rawValue: token.keyword) {
      cursor.advance()
      if cursor.seesSymbol("(") {
        // A precision: CURRENT_TIMESTAMP(3).
        throw .unsupported(token.keyword + " with a precision", position)
      }
      return .special(value, position)
    }
    if cursor.ahead(1).kind == .string, !Self.reserved.contains(token.keyword) {
      cursor.advance()
      let literal: String = cursor.current.value
      cursor.advance()
      return .typed(TypeName(token.value.lowercased(), at: position), literal, position)
    }
    if token.keyword == "DOUBLE", cursor.sees("PRECISION", ahead: 1), cursor.ahead(2).kind == .string {
      let literal: String = cursor.ahead(2).value
      for _ in 0..<3 { cursor.advance() }
      return .typed(TypeName("double", at: position), literal, position)
    }
    return try named()
  }

  /// A column, a function's call or a lambda.
  private mutating func named() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    guard Self.isName(cursor.current) || cursor.current.kind == .backquotedName else {
      throw cursor.expected("<expression>")
    }
    if cursor.seesSymbol("->", ahead: 1) { return try lambda([try name()], position) }
    // A call's name may be qualified; a column's is taken name by name.
    var count = 0
    while Self.isName(cursor.ahead(count)), cursor.seesSymbol(".", ahead: count + 1) { count += 2 }
    if Self.isName(cursor.ahead(count)), cursor.seesSymbol("(", ahead: count + 1) {
      let name: QualifiedName = try qualifiedName()
      return try call(name.parts, position)
    }
    return .name(try name(), position)
  }

  private mutating func call(_ name: [String], _ position: SourcePosition) throws(ParseFailure) -> Expression {
    try cursor.expectSymbol("(")
    var call = FunctionCall(
      name: name, arguments: [], isStar: false, isDistinct: false, order: [], filter: nil, hasWindow: false,
      ignoresNulls: false, position: position)
    if cursor.acceptSymbol("*") {
      call.isStar = true
    } else if !cursor.seesSymbol(")") {
      if cursor.accept("DISTINCT") { call.isDistinct = true } else { _ = cursor.accept("ALL") }
      call.arguments = try expressionList()
      if cursor.accept("ORDER") {
        try cursor.expect("BY")
        call.order = try sortItems()
      }
    }
    try cursor.expectSymbol(")")
    if cursor.accept("FILTER") {
      try cursor.expectSymbol("(")
      try cursor.expect("WHERE")
      call.filter = try expression()
      try cursor.expectSymbol(")")
    }
    if cursor.sees("IGNORE") || cursor.sees("RESPECT"), cursor.sees("NULLS", ahead: 1) {
      throw .unsupported(cursor.current.keyword + " NULLS", cursor.position)
    }
    if cursor.sees("OVER") { throw .unsupported("Window functions (OVER)", cursor.position) }
    return .call(call)
  }

  private mutating func cases() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    try cursor.expect("CASE")
    let operand: Expression? = cursor.at("WHEN") ? nil : try expression()
    var branches: [CaseBranch] = []
    while cursor.accept("WHEN") {
      let when: Expression = try expression()
      try cursor.expect("THEN")
      branches.append(CaseBranch(when: when, then: try expression()))
    }
    if branches.isEmpty { throw cursor.mismatch() }
    let otherwise: Expression? = cursor.accept("ELSE") ? try expression() : nil
    try cursor.expect("END")
    return .cases(operand: operand, branches, otherwise: otherwise, position)
  }

  private mutating func cast(isTry: Bool) throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    cursor.advance()
    try cursor.expectSymbol("(")
    let operand: Expression = try expression()
    try cursor.expect("AS")
    let type: TypeName = try type()
    try cursor.expectSymbol(")")
    return .cast(operand, type, isTry: isTry, position)
  }

  private mutating func interval() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    cursor.advance()
    var negative = false
    if cursor.acceptSymbol("-") { negative = true } else { _ = cursor.acceptSymbol("+") }
    guard cursor.current.kind == .string else { throw cursor.expected("<string>") }
    let text: String = cursor.current.value
    cursor.advance()
    let from: IntervalField = try intervalField()
    let to: IntervalField? = cursor.accept("TO") ? try intervalField() : nil
    return .interval(text, negative: negative, from: from, to: to, position)
  }

  private mutating func intervalField() throws(ParseFailure) -> IntervalField {
    for field: IntervalField in [.day, .hour, .minute, .month, .second, .year]
    where cursor.accept(field.rawValue.uppercased()) {
      return field
    }
    throw cursor.mismatch()
  }

  private static func plainCall(_ name: String, _ arguments: [Expression], _ position: SourcePosition) -> Expression {
    .call(
      FunctionCall(
        name: [name], arguments: arguments, isStar: false, isDistinct: false, order: [], filter: nil,
        hasWindow: false, ignoresNulls: false, position: position))
  }

  /// `TRIM([LEADING|TRAILING|BOTH] [characters] FROM value)`
  private mutating func trim() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    cursor.advance()
    try cursor.expectSymbol("(")
    var function = "trim"
    var specified = false
    for (word, name) in [("LEADING", "ltrim"), ("TRAILING", "rtrim"), ("BOTH", "trim")] where cursor.accept(word) {
      function = name
      specified = true
    }
    if specified, cursor.accept("FROM") {
      let operand: Expression = try value()
      try cursor.expectSymbol(")")
      return Self.plainCall(function, [operand], position)
    }
    let first: Expression = try value()
    var arguments: [Expression] = [first]
    if cursor.accept("FROM") {
      arguments = [try value(), first]
    } else if !specified, cursor.acceptSymbol(",") {
      arguments.append(try value())
    }
    try cursor.expectSymbol(")")
    return Self.plainCall(function, arguments, position)
  }

  /// `SUBSTRING(value FROM start [FOR length])`, or the plain call.
  private mutating func substring() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    cursor.advance()
    try cursor.expectSymbol("(")
    var arguments: [Expression] = [try value()]
    if cursor.accept("FROM") {
      arguments.append(try value())
      if cursor.accept("FOR") { arguments.append(try value()) }
    } else {
      while cursor.acceptSymbol(",") { arguments.append(try expression()) }
    }
    try cursor.expectSymbol(")")
    return Self.plainCall("substring", arguments, position)
  }

  /// `POSITION(part IN whole)`
  private mutating func positionIn() throws(ParseFailure) -> Expression {
    let position: SourcePosition = cursor.position
    cursor.advance()
    try cursor.expectSymbol("(")
    let part: Expression = try value()
    try cursor.expect("IN")
    let whole: Expression = try value()
    try cursor.expectSymbol(")")
    return Self.plainCall("strpos", [whole, part], position)
  }

  // MARK: Types

  mutating func type() throws(ParseFailure) -> TypeName {
    try cursor.descend()
    defer { cursor.ascend() }
    let position: SourcePosition = cursor.position
    guard Self.isName(cursor.current) else { throw cursor.expected("<type>") }
    let word: String = try name()
    if word == "double" {
      _ = cursor.accept("PRECISION")
      return TypeName(word, at: position)
    }
    if word == "interval" {
      let from: IntervalField = try intervalField()
      try cursor.expect("TO")
      let to: IntervalField = try intervalField()
      return TypeName("interval " + from.rawValue + " to " + to.rawValue, at: position)
    }
    var parameters: [TypeName.Parameter] = []
    if cursor.acceptSymbol("(") {
      repeat { parameters.append(try typeParameter(ofRow: word == "row")) } while cursor.acceptSymbol(",")
      try cursor.expectSymbol(")")
    } else if word == "array" || word == "map", cursor.acceptSymbol("<") {
      repeat { parameters.append(.type(try type())) } while cursor.acceptSymbol(",")
      try cursor.expectSymbol(">")
    }
    var name: String = word
    if word == "timestamp" || word == "time" {
      if cursor.accept("WITH") {
        try cursor.expect("TIME")
        try cursor.expect("ZONE")
        name += " with time zone"
      } else if cursor.sees("WITHOUT") {
        cursor.advance()
        try cursor.expect("TIME")
        try cursor.expect("ZONE")
      }
    }
    return TypeName(name, parameters, at: position)
  }

  private mutating func typeParameter(ofRow: Bool) throws(ParseFailure) -> TypeName.Parameter {
    if cursor.current.kind == .integer, let number = Int(cursor.current.value) {
      cursor.advance()
      return .number(number)
    }
    if ofRow {
      let next: Token = cursor.ahead(1)
      // `a integer` is a named field, `integer` and `array(integer)` are types alone.
      if Self.isName(next), !(cursor.sees("DOUBLE") && next.keyword == "PRECISION") {
        return .field(try name(), try type())
      }
      return .field(nil, try type())
    }
    return .type(try type())
  }
}
