import Protocols

/// Reads a statement of S3 Select
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-select.html).
struct SelectParser {
  private let tokens: [SelectToken]
  private var at = 0
  private var aggregates = 0

  static func parse(_ statement: String) throws(SelectError) -> SelectQuery {
    var parser = SelectParser(tokens: try SelectToken.all(statement))
    return try parser.query()
  }

  private init(tokens: [SelectToken]) { self.tokens = tokens }

  // MARK: Tokens

  private var token: SelectToken { tokens[at] }

  private func isWord(_ word: String, ahead: Int = 0) -> Bool {
    at + ahead < tokens.count && tokens[at + ahead].kind == .word && tokens[at + ahead].keyword == word
  }

  private mutating func take(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    at += 1
    return true
  }

  private mutating func takeSymbol(_ symbol: String) -> Bool {
    guard token.kind == .symbol, token.text == symbol else { return false }
    at += 1
    return true
  }

  private mutating func expect(_ word: String) throws(SelectError) { if !take(word) { throw unexpected(word) } }
  private mutating func expectSymbol(_ symbol: String) throws(SelectError) {
    if !takeSymbol(symbol) { throw unexpected(symbol) }
  }

  private func unexpected(_ wanted: String) -> SelectError {
    let found = token.kind == .end ? "the end of the expression" : "'\(token.text)'"
    return .parse("Expected \(wanted) at column \(token.column), found \(found)")
  }

  // MARK: The statement

  private mutating func query() throws(SelectError) -> SelectQuery {
    try expect("SELECT")
    var query = SelectQuery()
    if takeSymbol("*") {
      query.items = nil
    } else {
      var items: [SelectQuery.Item] = []
      repeat {
        let expression = try expression()
        var name: String?
        if take("AS") {
          name = try self.name()
        } else if token.kind == .quoted || (token.kind == .word && !isWord("FROM")) {
          name = try self.name()
        }
        items.append(SelectQuery.Item(expression: expression, name: name))
      } while takeSymbol(",")
      query.items = items
    }
    try expect("FROM")
    guard token.kind == .word, token.keyword == "S3OBJECT" else { throw unexpected("S3Object") }
    at += 1
    query.path = try steps()
    if take("AS") {
      query.alias = try name()
    } else if token.kind == .word, !isWord("WHERE"), !isWord("LIMIT") {
      query.alias = try name()
    }
    if take("WHERE") { query.condition = try expression() }
    if take("LIMIT") {
      guard token.kind == .number, let limit = Int(token.text) else { throw unexpected("a number") }
      at += 1
      query.limit = limit
    }
    _ = takeSymbol(";")
    guard token.kind == .end else { throw unexpected("the end of the expression") }
    if query.condition?.hasAggregate == true {
      throw SelectError(code: "UnsupportedSqlOperation", message: "Aggregates are not supported in a WHERE clause.")
    }
    return query
  }

  private mutating func name() throws(SelectError) -> String {
    guard token.kind == .word || token.kind == .quoted else { throw unexpected("a name") }
    at += 1
    return tokens[at - 1].text
  }

  /// `.name`, `['name']`, `[0]`, `[*]`
  private mutating func steps() throws(SelectError) -> [PathStep] {
    var steps: [PathStep] = []
    while true {
      if takeSymbol(".") {
        if takeSymbol("*") {
          steps.append(.all)
          continue
        }
        let isExact = token.kind == .quoted
        steps.append(.name(try name(), isExact: isExact))
      } else if takeSymbol("[") {
        if takeSymbol("*") {
          steps.append(.all)
        } else if token.kind == .string {
          steps.append(.name(token.text, isExact: true))
          at += 1
        } else if token.kind == .number, let index = Int(token.text) {
          steps.append(.index(index))
          at += 1
        } else {
          throw unexpected("a path")
        }
        try expectSymbol("]")
      } else {
        return steps
      }
    }
  }

  // MARK: Expressions, the weakest first

  private mutating func expression() throws(SelectError) -> SelectExpression {
    var left = try conjunction()
    while take("OR") { left = .or(left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(SelectError) -> SelectExpression {
    var left = try negation()
    while take("AND") { left = .and(left, try negation()) }
    return left
  }

  private mutating func negation() throws(SelectError) -> SelectExpression {
    if take("NOT") { return .not(try negation()) }
    return try predicate()
  }

  private mutating func predicate() throws(SelectError) -> SelectExpression {
    var left = try concatenation()
    while true {
      if let comparison = comparison() {
        left = .comparison(comparison, left, try concatenation())
        continue
      }
      if take("IS") {
        let isNot = take("NOT")
        let test: SelectExpression
        if take("NULL") {
          test = .isNull(left)
        } else {
          try expect("MISSING")
          test = .isMissing(left)
        }
        left = isNot ? .not(test) : test
        continue
      }
      let isNot = isWord("NOT") && ["IN", "LIKE", "BETWEEN"].contains { isWord($0, ahead: 1) }
      if isNot { at += 1 }
      var test: SelectExpression?
      if take("BETWEEN") {
        let low = try concatenation()
        try expect("AND")
        test = .between(left, low, try concatenation())
      } else if take("IN") {
        try expectSymbol("(")
        var list: [SelectExpression] = []
        repeat { list.append(try expression()) } while takeSymbol(",")
        try expectSymbol(")")
        test = .inList(left, list)
      } else if take("LIKE") {
        let pattern = try concatenation()
        test = .like(left, pattern, escape: take("ESCAPE") ? try concatenation() : nil)
      }
      guard let test else { return left }
      left = isNot ? .not(test) : test
    }
  }

  private mutating func comparison() -> SelectExpression.Comparison? {
    guard token.kind == .symbol else { return nil }
    let found: SelectExpression.Comparison
    switch token.text {
    case "=": found = .equal
    case "<>", "!=": found = .notEqual
    case "<": found = .less
    case "<=": found = .lessOrEqual
    case ">": found = .greater
    case ">=": found = .greaterOrEqual
    default: return nil
    }
    at += 1
    return found
  }

  private mutating func concatenation() throws(SelectError) -> SelectExpression {
    var left = try sum()
    while takeSymbol("||") { left = .concatenation(left, try sum()) }
    return left
  }

  private mutating func sum() throws(SelectError) -> SelectExpression {
    var left = try product()
    while token.kind == .symbol, token.text == "+" || token.text == "-" {
      let sign = token.text.utf8.first ?? 0
      at += 1
      left = .arithmetic(sign, left, try product())
    }
    return left
  }

  private mutating func product() throws(SelectError) -> SelectExpression {
    var left = try factor()
    while token.kind == .symbol, token.text == "*" || token.text == "/" || token.text == "%" {
      let sign = token.text.utf8.first ?? 0
      at += 1
      left = .arithmetic(sign, left, try factor())
    }
    return left
  }

  private mutating func factor() throws(SelectError) -> SelectExpression {
    if takeSymbol("-") { return .negative(try factor()) }
    if takeSymbol("+") { return try factor() }
    return try primary()
  }

  private mutating func primary() throws(SelectError) -> SelectExpression {
    let token = token
    switch token.kind {
    case .number:
      at += 1
      if let number = DecimalText.int64(token.text) { return .value(.integer(number)) }
      guard let number = DecimalText.double(token.text) else { throw unexpected("a number") }
      return .value(.decimal(number))
    case .string:
      at += 1
      return .value(.string(token.text))
    case .timestamp:
      at += 1
      guard let time = SelectTime.read(token.text) else { throw unexpected("a timestamp") }
      return .value(.timestamp(time))
    case .quoted: return try path()
    case .symbol:
      try expectSymbol("(")
      let inner = try expression()
      try expectSymbol(")")
      return inner
    case .end: throw unexpected("an expression")
    case .word: break
    }
    switch token.keyword {
    case "TRUE", "FALSE":
      at += 1
      return .value(.boolean(token.keyword == "TRUE"))
    case "NULL":
      at += 1
      return .value(.null)
    case "MISSING":
      at += 1
      return .value(.missing)
    case "CASE": return try cases()
    case "SELECT", "FROM", "WHERE", "AND", "OR": throw unexpected("an expression")
    default: break
    }
    if at + 1 < tokens.count, tokens[at + 1].kind == .symbol, tokens[at + 1].text == "(" { return try call() }
    return try path()
  }

  private mutating func path() throws(SelectError) -> SelectExpression {
    let isExact = token.kind == .quoted
    let first = PathStep.name(try name(), isExact: isExact)
    return .path([first] + (try steps()))
  }

  private mutating func cases() throws(SelectError) -> SelectExpression {
    at += 1
    let operand = isWord("WHEN") ? nil : try expression()
    var branches: [(when: SelectExpression, then: SelectExpression)] = []
    while take("WHEN") {
      let when = try expression()
      try expect("THEN")
      branches.append((when, try expression()))
    }
    if branches.isEmpty { throw unexpected("WHEN") }
    let otherwise = take("ELSE") ? try expression() : nil
    try expect("END")
    return .cases(operand: operand, branches, otherwise: otherwise)
  }

  private mutating func call() throws(SelectError) -> SelectExpression {
    let name = token.keyword == "CHAR_LENGTH" ? "CHARACTER_LENGTH" : token.keyword
    at += 2
    if name == "CAST" {
      let value = try expression()
      try expect("AS")
      let type = try self.name().uppercased()
      if takeSymbol("(") {
        while !takeSymbol(")") {
          at += token.kind == .end ? 0 : 1
          if token.kind == .end { throw unexpected(")") }
        }
      }
      try expectSymbol(")")
      return .cast(value, type)
    }
    if let aggregate = SelectExpression.Aggregate(rawValue: name) {
      let number = aggregates
      aggregates += 1
      if aggregate == .count, takeSymbol("*") {
        try expectSymbol(")")
        return .aggregate(.count, nil, number)
      }
      let argument = try expression()
      try expectSymbol(")")
      return .aggregate(aggregate, argument, number)
    }
    guard let function = SelectExpression.Function(rawValue: name) else {
      throw SelectError(code: "UnsupportedFunction", message: "The function \(name) is not supported.")
    }
    return try arguments(of: function)
  }

  private mutating func arguments(of function: SelectExpression.Function) throws(SelectError) -> SelectExpression {
    var word = ""
    var arguments: [SelectExpression] = []
    switch function {
    case .extract:
      word = try name().uppercased()
      try expect("FROM")
    case .dateAdd, .dateDifference:
      word = try name().uppercased()
      try expectSymbol(",")
    case .trim:
      for side in ["LEADING", "TRAILING", "BOTH"] where take(side) { word = side }
      if word.isEmpty { word = "BOTH" }
      if !isWord("FROM") { arguments.append(try expression()) }
      if take("FROM") { arguments.insert(try expression(), at: 0) }
      try expectSymbol(")")
      return .call(.trim, arguments, word: word)
    default: break
    }
    if takeSymbol(")") { return .call(function, arguments, word: word) }
    repeat { arguments.append(try expression()) } while takeSymbol(",")
    if function == .substring, take("FROM") {
      arguments.append(try expression())
      if take("FOR") { arguments.append(try expression()) }
    }
    try expectSymbol(")")
    return .call(function, arguments, word: word)
  }
}
