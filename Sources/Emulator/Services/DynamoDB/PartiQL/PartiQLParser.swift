/// The grammar of DynamoDB's PartiQL
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html):
///
///     statement   SELECT ( "*" | path ( "," path )* ) FROM source ( WHERE term )? ( ORDER BY path ( ASC | DESC )? , … )?
///                 INSERT INTO source VALUE tuple
///                 UPDATE source action+ ( WHERE term )? returning?      also: FROM source ( WHERE term )? action+
///                 DELETE FROM source ( WHERE term )? returning?
///                 EXISTS "(" select ")"
///     action      SET path "=" term ( "," path "=" term )* | REMOVE path ( "," path )*
///     returning   RETURNING ( ALL | MODIFIED ) ( OLD | NEW ) "*"
///
/// Terms are in `PartiQLParser+Terms`.
package struct PartiQLParser {
  var tokens: [PartiQLToken]
  var position = 0
  var depth = 0
  private let parameters: [AttributeValue]
  private var usedParameters = 0
  static let depthLimit = 100

  /// `parameters` take the places of the statement's `?`, in order; there must be as many.
  package static func parse(
    _ statement: String, _ parameters: [AttributeValue]
  ) throws(PartiQLFault) -> PartiQLStatement {
    var parser = PartiQLParser(tokens: try PartiQLLexer.tokens(of: statement), parameters: parameters)
    let parsed = try parser.statement()
    parser.take(symbol: ";")
    if parser.kind != .end { throw .malformed("Unexpected token after expression") }
    if parser.usedParameters != parameters.count { throw .parameterCount }
    return parsed
  }

  private init(tokens: [PartiQLToken], parameters: [AttributeValue]) {
    self.tokens = tokens
    self.parameters = parameters
  }

  // MARK: Tokens

  var kind: PartiQLToken.Kind { tokens[position].kind }
  var place: PartiQLPlace { tokens[position].place }

  mutating func advance() { if position < tokens.count - 1 { position += 1 } }

  func isKeyword(_ word: String) -> Bool { kind == .keyword(word) }

  @discardableResult
  mutating func take(keyword word: String) -> Bool {
    guard isKeyword(word) else { return false }
    advance()
    return true
  }

  @discardableResult
  mutating func take(symbol: String) -> Bool {
    guard kind == .symbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(symbol: String, _ name: String) throws(PartiQLFault) {
    if !take(symbol: symbol) { throw .malformed("Expected " + name) }
  }

  mutating func nextParameter() throws(PartiQLFault) -> AttributeValue {
    usedParameters += 1
    guard usedParameters <= parameters.count else { throw .parameterCount }
    return parameters[usedParameters - 1]
  }

  // MARK: Statements

  private mutating func statement() throws(PartiQLFault) -> PartiQLStatement {
    if take(keyword: "SELECT") { return .select(try select()) }
    if take(keyword: "INSERT") { return try insert() }
    if take(keyword: "UPDATE") { return .update(try update()) }
    if take(keyword: "DELETE") { return .delete(try delete()) }
    if take(keyword: "FROM") { return .update(try updateFrom()) }
    if isKeyword("EXISTS") {
      advance()
      try expect(symbol: "(", "LEFT_PAREN")
      guard take(keyword: "SELECT") else { throw .malformed("Unexpected term") }
      let inner = try select()
      try expect(symbol: ")", "RIGHT_PAREN")
      return .exists(inner)
    }
    // An expression by itself is read, and refused by what it is.
    let term = try condition()
    if kind != .end && kind != .symbol(";") { throw .malformed("Unexpected token after expression") }
    throw PartiQLFault("Unsupported operation: " + PartiQLParser.name(of: term))
  }

  private static func name(of term: PartiQLTerm) -> String {
    switch term {
    case .isType: "IsType"
    case .path: "VariableReference"
    case .value: "Literal"
    case .call: "Call"
    default: "NAry"
    }
  }

  private mutating func select() throws(PartiQLFault) -> PartiQLSelect {
    var paths: [DocumentPath]?
    if !take(symbol: "*") {
      var listed: [DocumentPath] = []
      repeat {
        if kind == .symbol("*") {
          throw PartiQLFault("Other attributes should not be present in the projection when '*' is used.")
        }
        let start = place
        guard case .path(let path, _) = try condition() else { throw .at(start, "Unexpected path component") }
        if take(keyword: "AS") { throw PartiQLFault("Aliasing is not supported") }
        listed.append(path)
      } while take(symbol: ",")
      paths = listed
    } else if kind == .symbol(",") {
      throw PartiQLFault("Other attributes should not be present in the projection when '*' is used.")
    }
    guard take(keyword: "FROM") else { throw .malformed("Expected FROM") }
    var select = PartiQLSelect(paths: paths, source: try source(isSelect: true))
    if kind == .symbol(",") { throw PartiQLFault("Only select from a single table or index is supported.") }
    if take(keyword: "WHERE") { select.condition = try condition() }
    if isKeyword("ORDER") {
      advance()
      guard take(keyword: "BY") else { throw .malformed("Expected BY") }
      repeat {
        let path = try path()
        var isDescending = false
        if !take(keyword: "ASC") { isDescending = take(keyword: "DESC") }
        select.order.append((path, isDescending))
      } while take(symbol: ",")
    }
    for clause in ["LIMIT", "GROUP", "HAVING", "OFFSET"] where isKeyword(clause) {
      throw .at(place, "Unsupported clause: " + clause)
    }
    return select
  }

  private mutating func insert() throws(PartiQLFault) -> PartiQLStatement {
    guard take(keyword: "INTO") else { throw .malformed("Expected INTO") }
    let source = try self.source(isSelect: false, takesAlias: false)
    guard take(keyword: "VALUE") else {
      if isKeyword("VALUES") {
        throw PartiQLFault(
          "Unsupported operation: Inserting multiple items in a single statement is not supported, use \"INSERT INTO "
            + "tableName VALUE item\" instead")
      }
      throw .malformed("Unexpected token after expression")
    }
    guard case .tuple(let members) = try condition() else {
      throw PartiQLFault(
        "Unsupported format in item expression. Please use struct format {...} to express item values for insert "
          + "statement.")
    }
    if isKeyword("RETURNING") { throw PartiQLFault("RETURNING is not supported in INSERT") }
    return .insert(source, members)
  }

  private mutating func update() throws(PartiQLFault) -> PartiQLUpdate {
    var update = PartiQLUpdate(source: try source(isSelect: false))
    try actions(into: &update)
    if take(keyword: "WHERE") { update.condition = try condition() }
    update.returning = try returning()
    return update
  }

  /// `FROM source WHERE … SET …`, the older order of an update.
  private mutating func updateFrom() throws(PartiQLFault) -> PartiQLUpdate {
    var update = PartiQLUpdate(source: try source(isSelect: false))
    if take(keyword: "WHERE") { update.condition = try condition() }
    try actions(into: &update)
    update.returning = try returning()
    return update
  }

  private mutating func actions(into update: inout PartiQLUpdate) throws(PartiQLFault) {
    while true {
      if take(keyword: "SET") {
        repeat {
          let target = try path()
          try expect(symbol: "=", "EQ")
          update.actions.append(.set(target, try additive()))
        } while take(symbol: ",")
      } else if take(keyword: "REMOVE") {
        repeat { update.actions.append(.remove(try path())) } while take(symbol: ",")
      } else {
        if update.actions.isEmpty { throw .malformed("Expected data manipulation") }
        return
      }
    }
  }

  private mutating func delete() throws(PartiQLFault) -> PartiQLDelete {
    guard take(keyword: "FROM") else { throw .malformed("Expected FROM") }
    var delete = PartiQLDelete(source: try source(isSelect: false))
    if take(keyword: "WHERE") { delete.condition = try condition() }
    if let returning = try returning() {
      if returning != "ALL_OLD" {
        let shown = returning.replacing("UPDATED", with: "MODIFIED").replacing("_", with: " ")
        throw PartiQLFault(
          "Invalid returning clause: RETURNING \(shown) *. Only RETURNING ALL OLD * is allowed in DELETE statements.")
      }
      delete.returnsOld = true
    }
    return delete
  }

  private mutating func returning() throws(PartiQLFault) -> String? {
    guard take(keyword: "RETURNING") else { return nil }
    let isAll = take(keyword: "ALL")
    guard isAll || take(keyword: "MODIFIED") else { throw .malformed("Expected ALL or MODIFIED") }
    let isNew = take(keyword: "NEW")
    guard isNew || take(keyword: "OLD") else { throw .malformed("Expected OLD or NEW") }
    guard take(symbol: "*") else {
      throw PartiQLFault("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause")
    }
    if kind == .symbol(",") {
      throw PartiQLFault("Invalid syntax with multiple returning elements in RETURNING clause")
    }
    return (isAll ? "ALL_" : "UPDATED_") + (isNew ? "NEW" : "OLD")
  }

  /// A table's name may be an ARN, then in quotes.
  private mutating func source(isSelect: Bool, takesAlias: Bool = true) throws(PartiQLFault) -> PartiQLSource {
    guard let table = name() else {
      if !isSelect { throw .malformed("Expected identifier for simple path") }
      if case .keyword = kind { throw .malformed("Unexpected keyword") }
      if kind == .symbol("(") || kind == .symbol("[") || kind == .symbol("<<") {
        throw PartiQLFault("Unexpected from source")
      }
      throw .malformed("Unexpected term")
    }
    var source = PartiQLSource(table: String(decoding: table, as: UTF8.self))
    if take(symbol: ".") {
      guard let index = name() else { throw .malformed("Invalid path dot component") }
      source.index = String(decoding: index, as: UTF8.self)
      if kind == .symbol(".") { throw PartiQLFault("A path may contain at most 2 components in the FROM clause") }
    }
    switch kind {
    case .symbol("-"), .symbol("+"), .symbol("/"), .symbol("["): throw PartiQLFault("Unexpected from source")
    case .identifier, .quoted, .keyword("AS"):
      if takesAlias { throw PartiQLFault("Aliasing is not supported") }
    default: break
    }
    return source
  }

  private mutating func name() -> [UInt8]? {
    switch kind {
    case .identifier(let name), .quoted(let name):
      advance()
      return name
    default: return nil
    }
  }
}
