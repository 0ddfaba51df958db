/// The Trino grammar by recursive descent (SqlBase.g4 of Trino 422 is the measure): queries and expressions.
struct TrinoParser {
  var cursor: TokenCursor
  /// How many `?` were met.
  var parameterCount = 0

  init(_ text: String) { cursor = TokenCursor(text) }

  /// Words that cannot be names without quotes.
  static let reserved: Set<String> = [
    "ALTER", "AND", "AS", "BETWEEN", "BY", "CASE", "CAST", "CONSTRAINT", "CREATE", "CROSS", "CUBE", "CURRENT_CATALOG",
    "CURRENT_DATE", "CURRENT_PATH", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP",
    "CURRENT_USER", "DEALLOCATE", "DELETE", "DESCRIBE", "DISTINCT", "DROP", "ELSE", "END", "ESCAPE", "EXCEPT",
    "EXECUTE", "EXISTS", "EXTRACT", "FALSE", "FOR", "FROM", "FULL", "GROUP", "GROUPING", "HAVING", "IN", "INNER",
    "INSERT", "INTERSECT", "INTO", "IS", "JOIN", "JSON_ARRAY", "JSON_EXISTS", "JSON_OBJECT", "JSON_QUERY",
    "JSON_TABLE", "JSON_VALUE", "LEFT", "LIKE", "LISTAGG", "LOCALTIME", "LOCALTIMESTAMP", "NATURAL", "NORMALIZE",
    "NOT", "NULL", "ON", "OR", "ORDER", "OUTER", "PREPARE", "RECURSIVE", "RIGHT", "ROLLUP", "SELECT", "SKIP", "TABLE",
    "THEN", "TRIM", "TRUE", "UESCAPE", "UNION", "UNNEST", "USING", "VALUES", "WHEN", "WHERE", "WITH",
  ]

  static func isName(_ token: Token) -> Bool {
    switch token.kind {
    case .quotedName: true
    case .word: !reserved.contains(token.keyword)
    default: false
    }
  }

  /// A name in lower case.
  mutating func name() throws(ParseFailure) -> String {
    let token: Token = cursor.current
    if token.kind == .backquotedName {
      throw TokenCursor.failure(
        token.position, "backquoted identifiers are not supported; use double quotes to quote identifiers")
    }
    guard Self.isName(token) else { throw cursor.expected("<identifier>") }
    cursor.advance()
    return token.value.lowercased()
  }

  /// A column's alias keeps its case in the result.
  mutating func label() throws(ParseFailure) -> String {
    let token: Token = cursor.current
    _ = try name()
    return token.value
  }

  mutating func qualifiedName() throws(ParseFailure) -> QualifiedName {
    let position: SourcePosition = cursor.position
    var parts: [String] = [try name()]
    while cursor.acceptSymbol(".") { parts.append(try name()) }
    return QualifiedName(parts, at: position)
  }

  /// `(a, b)`
  mutating func nameList() throws(ParseFailure) -> [String] {
    try cursor.expectSymbol("(")
    var names: [String] = []
    repeat { names.append(try name()) } while cursor.acceptSymbol(",")
    try cursor.expectSymbol(")")
    return names
  }

  /// A whole statement that is a query.
  mutating func queryStatement() throws(ParseFailure) -> Query {
    let query: Query = try query()
    try end()
    return query
  }

  mutating func end() throws(ParseFailure) {
    if cursor.current.kind != .end { throw cursor.expected("<EOF>") }
  }

  // MARK: Queries

  mutating func query() throws(ParseFailure) -> Query {
    try cursor.descend()
    defer { cursor.ascend() }
    let position: SourcePosition = cursor.position
    var with: [CommonTable] = []
    if cursor.accept("WITH") {
      if cursor.sees("RECURSIVE") { throw .unsupported("WITH RECURSIVE", cursor.position) }
      repeat {
        let place: SourcePosition = cursor.position
        let name: String = try name()
        let columns: [String]? = cursor.atSymbol("(") ? try nameList() : nil
        try cursor.expect("AS")
        try cursor.expectSymbol("(")
        let inner: Query = try query()
        try cursor.expectSymbol(")")
        with.append(CommonTable(name: name, columns: columns, query: inner, position: place))
      } while cursor.acceptSymbol(",")
    }
    let body: QueryBody = try queryBody()
    var order: [SortItem] = []
    if cursor.accept("ORDER") {
      try cursor.expect("BY")
      order = try sortItems()
    }
    var offset: RowCount?
    var limit: RowCount?
    if cursor.accept("OFFSET") {
      offset = try rowCount()
      if !cursor.accept("ROW") { _ = cursor.accept("ROWS") }
    }
    if cursor.accept("LIMIT") {
      if !cursor.accept("ALL") { limit = try rowCount() }
    } else if cursor.accept("FETCH") {
      if !cursor.accept("FIRST") { try cursor.expect("NEXT") }
      limit = cursor.sees("ROW") || cursor.sees("ROWS") ? .number(1) : try rowCount()
      if !cursor.accept("ROW") { try cursor.expect("ROWS") }
      if cursor.sees("WITH") { throw .unsupported("FETCH FIRST … WITH TIES", cursor.position) }
      try cursor.expect("ONLY")
    }
    return Query(with: with, body: body, order: order, offset: offset, limit: limit, position: position)
  }

  private mutating func rowCount() throws(ParseFailure) -> RowCount {
    if cursor.current.kind == .integer, let number = Int(cursor.current.value) {
      cursor.advance()
      return .number(number)
    }
    if cursor.atSymbol("?") { return .parameter(nextParameter(), cursor.position) }
    throw cursor.expected("<integer>")
  }

  mutating func nextParameter() -> Int {
    cursor.advance()
    parameterCount += 1
    return parameterCount - 1
  }

  mutating func sortItems() throws(ParseFailure) -> [SortItem] {
    var items: [SortItem] = []
    repeat {
      let expression: Expression = try expression()
      var descending = false
      if cursor.accept("DESC") { descending = true } else { _ = cursor.accept("ASC") }
      var nullsFirst: Bool?
      if cursor.accept("NULLS") {
        if cursor.accept("FIRST") {
          nullsFirst = true
        } else {
          try cursor.expect("LAST")
          nullsFirst = false
        }
      }
      items.append(SortItem(expression: expression, isDescending: descending, nullsFirst: nullsFirst))
    } while cursor.acceptSymbol(",")
    return items
  }

  /// UNION and EXCEPT from the left, INTERSECT tighter.
  private mutating func queryBody() throws(ParseFailure) -> QueryBody {
    var left: QueryBody = try intersection()
    while true {
      let position: SourcePosition = cursor.position
      let operation: SetOperation
      if cursor.accept("UNION") {
        operation = .union
      } else if cursor.accept("EXCEPT") {
        operation = .except
      } else {
        return left
      }
      let distinct: Bool = isDistinctQuantifier()
      let right: QueryBody = try intersection()
      left = .setOperation(operation, isDistinct: distinct, left, right, position)
    }
  }

  private mutating func isDistinctQuantifier() -> Bool {
    if cursor.accept("ALL") { return false }
    _ = cursor.accept("DISTINCT")
    return true
  }

  private mutating func intersection() throws(ParseFailure) -> QueryBody {
    var left: QueryBody = try queryPrimary()
    while true {
      let position: SourcePosition = cursor.position
      guard cursor.accept("INTERSECT") else { return left }
      let distinct: Bool = isDistinctQuantifier()
      let right: QueryBody = try queryPrimary()
      left = .setOperation(.intersect, isDistinct: distinct, left, right, position)
    }
  }

  private mutating func queryPrimary() throws(ParseFailure) -> QueryBody {
    cursor.enter("<query>")
    let position: SourcePosition = cursor.position
    if cursor.at("SELECT") { return .select(try select()) }
    if cursor.accept("VALUES") {
      var rows: [Expression] = []
      repeat { rows.append(try expression()) } while cursor.acceptSymbol(",")
      return .values(rows, position)
    }
    if cursor.accept("TABLE") { return .table(try qualifiedName()) }
    if cursor.acceptSymbol("(") {
      let inner: Query = try query()
      try cursor.expectSymbol(")")
      return .subquery(inner)
    }
    throw cursor.mismatch()
  }

  private mutating func select() throws(ParseFailure) -> Select {
    let position: SourcePosition = cursor.position
    try cursor.expect("SELECT")
    var distinct = false
    if cursor.accept("DISTINCT") { distinct = true } else { _ = cursor.accept("ALL") }
    var items: [SelectItem] = []
    repeat { items.append(try selectItem()) } while cursor.acceptSymbol(",")
    var from: RelationSyntax?
    if cursor.accept("FROM") {
      var relation: RelationSyntax = try relation()
      while true {
        let place: SourcePosition = cursor.position
        guard cursor.acceptSymbol(",") else { break }
        let next: RelationSyntax = try self.relation()
        relation = .join(.cross, relation, next, nil, place)
      }
      from = relation
    }
    let filter: Expression? = cursor.accept("WHERE") ? try expression() : nil
    var groups: [Expression]?
    if cursor.accept("GROUP") {
      try cursor.expect("BY")
      groups = try groupingElements()
    }
    let having: Expression? = cursor.accept("HAVING") ? try expression() : nil
    if cursor.sees("WINDOW"), Self.isName(cursor.ahead(1)) { throw .unsupported("WINDOW", cursor.position) }
    return Select(
      isDistinct: distinct, items: items, from: from, filter: filter, groups: groups, having: having,
      position: position)
  }

  private mutating func groupingElements() throws(ParseFailure) -> [Expression] {
    var elements: [Expression] = []
    if cursor.sees("ALL") || cursor.sees("DISTINCT") { throw .unsupported("GROUP BY ALL or DISTINCT", cursor.position) }
    repeat {
      if cursor.sees("GROUPING"), cursor.sees("SETS", ahead: 1) {
        throw .unsupported("GROUPING SETS", cursor.position)
      }
      if cursor.sees("ROLLUP") || cursor.sees("CUBE") {
        throw .unsupported(cursor.current.keyword, cursor.position)
      }
      if cursor.seesSymbol("("), cursor.seesSymbol(")", ahead: 1) {
        cursor.advance()
        cursor.advance()
        continue
      }
      // `GROUP BY (a, b)` groups by both.
      let expression: Expression = try expression()
      if case .row(let parts, _) = expression { elements += parts } else { elements.append(expression) }
    } while cursor.acceptSymbol(",")
    return elements
  }

  private mutating func selectItem() throws(ParseFailure) -> SelectItem {
    let position: SourcePosition = cursor.position
    if cursor.acceptSymbol("*") { return .all(of: [], position) }
    if let qualifier: [String] = try allColumnsQualifier() { return .all(of: qualifier, position) }
    let expression: Expression = try expression()
    if cursor.accept("AS") { return .expression(expression, alias: try label()) }
    if isBareAlias() { return .expression(expression, alias: try label()) }
    return .expression(expression, alias: nil)
  }

  /// `a.b.*`: the names before the star.
  private mutating func allColumnsQualifier() throws(ParseFailure) -> [String]? {
    var count = 0
    while Self.isName(cursor.ahead(count)), cursor.seesSymbol(".", ahead: count + 1) {
      count += 2
      if cursor.seesSymbol("*", ahead: count) {
        var names: [String] = []
        while !cursor.acceptSymbol("*") {
          names.append(try name())
          try cursor.expectSymbol(".")
        }
        return names
      }
    }
    return nil
  }

  // MARK: Relations

  private mutating func relation() throws(ParseFailure) -> RelationSyntax {
    var left: RelationSyntax = try aliasedRelation()
    while true {
      let position: SourcePosition = cursor.position
      if cursor.sees("NATURAL") { throw .unsupported("NATURAL JOIN", position) }
      if cursor.accept("CROSS") {
        try cursor.expect("JOIN")
        left = .join(.cross, left, try aliasedRelation(), nil, position)
        continue
      }
      let kind: JoinKind
      if cursor.accept("LEFT") {
        kind = .left
      } else if cursor.accept("RIGHT") {
        kind = .right
      } else if cursor.accept("FULL") {
        kind = .full
      } else if cursor.accept("INNER") || cursor.at("JOIN") {
        kind = .inner
      } else {
        return left
      }
      if kind != .inner { _ = cursor.accept("OUTER") }
      try cursor.expect("JOIN")
      let right: RelationSyntax = try relation()
      let criteria: JoinCriteria
      let place: SourcePosition = cursor.position
      if cursor.accept("ON") {
        criteria = .on(try expression())
      } else {
        try cursor.expect("USING")
        criteria = .using(try nameList(), place)
      }
      left = .join(kind, left, right, criteria, position)
    }
  }

  private mutating func aliasedRelation() throws(ParseFailure) -> RelationSyntax {
    try cursor.descend()
    defer { cursor.ascend() }
    let position: SourcePosition = cursor.position
    let relation: RelationSyntax = try relationPrimary()
    if cursor.sees("TABLESAMPLE") { throw .unsupported("TABLESAMPLE", cursor.position) }
    if cursor.sees("MATCH_RECOGNIZE") { throw .unsupported("MATCH_RECOGNIZE", cursor.position) }
    let named: Bool = cursor.accept("AS") || isBareAlias()
    guard named else { return relation }
    let alias: String = try name()
    let columns: [String]? = cursor.atSymbol("(") ? try nameList() : nil
    return .aliased(relation, alias, columns: columns, position)
  }

  private mutating func relationPrimary() throws(ParseFailure) -> RelationSyntax {
    let position: SourcePosition = cursor.position
    if cursor.accept("UNNEST") {
      try cursor.expectSymbol("(")
      let arguments: [Expression] = try expressionList()
      try cursor.expectSymbol(")")
      var ordinality = false
      if cursor.accept("WITH") {
        try cursor.expect("ORDINALITY")
        ordinality = true
      }
      return .unnest(arguments, withOrdinality: ordinality, position)
    }
    if cursor.at("LATERAL") { throw .unsupported("LATERAL", position) }
    if cursor.at("TABLE"), cursor.seesSymbol("(", ahead: 1) { throw .unsupported("Table functions", position) }
    if cursor.atSymbol("(") {
      let start: Int = cursor.index
      cursor.advance()
      if startsQuery() {
        do throws(ParseFailure) {
          let inner: Query = try query()
          if cursor.acceptSymbol(")") { return .subquery(inner) }
          if !cursor.tokens[start + 1].value.hasPrefix("(") { throw cursor.mismatch() }
        } catch {
          // `((SELECT …) JOIN …)` starts like a query and is a relation.
          if !(cursor.tokens[start + 1].kind == .symbol) { throw error }
        }
        cursor.rewind(to: start + 1)
      }
      let inner: RelationSyntax = try relation()
      try cursor.expectSymbol(")")
      return inner
    }
    let name: QualifiedName = try qualifiedName()
    if cursor.sees("FOR"), cursor.sees("TIMESTAMP", ahead: 1) || cursor.sees("VERSION", ahead: 1) {
      throw .unsupported("FOR TIMESTAMP or VERSION AS OF", cursor.position)
    }
    return .table(name)
  }

  /// A name without AS. LIMIT, OFFSET and FETCH may be names too, unless they are the clauses.
  private func isBareAlias() -> Bool {
    guard Self.isName(cursor.current) else { return false }
    let next: Token = cursor.ahead(1)
    switch cursor.current.keyword {
    case "LIMIT", "OFFSET":
      return next.kind != .integer && next.keyword != "ALL" && !(next.kind == .symbol && next.value == "?")
    case "FETCH": return next.keyword != "FIRST" && next.keyword != "NEXT"
    default: return true
    }
  }

  /// Whether a query may start here, through any number of parentheses.
  func startsQuery() -> Bool {
    var count = 0
    while cursor.seesSymbol("(", ahead: count), cursor.index + count < cursor.tokens.count { count += 1 }
    return ["SELECT", "WITH", "VALUES", "TABLE"].contains(cursor.ahead(count).keyword)
  }
}
