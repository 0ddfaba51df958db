/// Athena's two grammars behind one door: Hive's for data definition, SHOW and DESCRIBE, Trino's for all else.
package struct ParsedStatement: Sendable {
  package var statement: Statement
  package var statementClass: StatementClass
  /// How many `?` it has.
  package var parameterCount: Int
}

package enum StatementParser {
  /// Parses one statement; a `;` at its end is allowed.
  package static func parse(_ text: String) throws(ParseFailure) -> ParsedStatement {
    let tokens: [Token] = Lexer.tokens(text)
    let body: String = try single(text, tokens)
    let words: [String] = tokens.prefix(12).map { $0.keyword }
    let known: StatementClass? = classify(words, tokens)
    if isHive(words, tokens) {
      var parser = HiveParser(body)
      let definition: Definition = try parser.definition()
      return ParsedStatement(
        statement: .definition(definition), statementClass: definition.statementClass, parameterCount: 0)
    }
    if let known {
      return ParsedStatement(
        statement: .unsupported(name(words), known), statementClass: known, parameterCount: 0)
    }
    var parser = TrinoParser(body)
    if !parser.startsQuery() { throw notAStatement(tokens[0]) }
    let query: Query = try parser.queryStatement()
    return ParsedStatement(
      statement: .query(query), statementClass: StatementClass("DML", "SELECT"), parameterCount: parser.parameterCount)
  }

  /// What the statement is, as far as its first words tell, for one that does not parse to its end.
  package static func statementClass(_ text: String) -> StatementClass {
    let tokens: [Token] = Lexer.tokens(text)
    let words: [String] = tokens.prefix(12).map { $0.keyword }
    return classify(words, tokens) ?? StatementClass("DML", "SELECT")
  }

  /// One expression alone: the text of an execution parameter.
  package static func expression(_ text: String) throws(ParseFailure) -> Expression {
    var parser = TrinoParser(text)
    let expression: Expression = try parser.expression()
    try parser.end()
    return expression
  }

  /// A type alone: `array(row(a integer))`.
  package static func type(_ text: String) throws(ParseFailure) -> TypeName {
    var parser = TrinoParser(text)
    let type: TypeName = try parser.type()
    try parser.end()
    return type
  }

  /// The text without a `;` at its end. More than one statement is refused.
  private static func single(_ text: String, _ tokens: [Token]) throws(ParseFailure) -> String {
    guard let first: Int = tokens.firstIndex(where: { $0.kind == .symbol && $0.value == ";" }) else { return text }
    if tokens[first...].contains(where: { $0.kind != .end && !($0.kind == .symbol && $0.value == ";") }) {
      throw .syntax(QuerySyntaxError(.trino, "Only one sql statement is allowed. Got: " + text))
    }
    var bytes: [UInt8] = Array(text.utf8)
    while let last: UInt8 = bytes.last, last == UInt8(ascii: ";") || last <= 32 { bytes.removeLast() }
    // A comment after the `;` keeps it in the text: then the statement ends at its own line and column.
    if Lexer.tokens(String(decoding: bytes, as: UTF8.self)).contains(where: { $0.kind == .symbol && $0.value == ";" }) {
      bytes = upTo(tokens[first].position, Array(text.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func upTo(_ position: SourcePosition, _ bytes: [UInt8]) -> [UInt8] {
    var line = 1
    var column = 1
    for (index, byte) in bytes.enumerated() {
      if line == position.line, column == position.column, byte & 0xC0 != 0x80 { return Array(bytes[..<index]) }
      if byte == 10 {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return bytes
  }

  private static func isHive(_ words: [String], _ tokens: [Token]) -> Bool {
    switch words[0] {
    case "CREATE":
      if words.contains("VIEW"), words.firstIndex(of: "VIEW") ?? 9 <= 3 { return false }
      if words.count > 1, words[1] == "DATABASE" || words[1] == "SCHEMA" { return true }
      return (words.count > 1 && (words[1] == "EXTERNAL" || words[1] == "TEMPORARY"))
        || (words.count > 1 && words[1] == "TABLE" && !isTableAsSelect(tokens))
    case "DROP": return words.count > 1 && words[1] != "VIEW"
    case "ALTER", "SHOW", "DESCRIBE", "DESC", "MSCK": return true
    default: return false
    }
  }

  /// `CREATE TABLE … AS query`
  private static func isTableAsSelect(_ tokens: [Token]) -> Bool {
    var depth = 0
    for (index, token) in tokens.enumerated() {
      if token.kind == .symbol, token.value == "(" { depth += 1 }
      if token.kind == .symbol, token.value == ")" { depth -= 1 }
      if depth == 0, token.keyword == "AS", index + 1 < tokens.count {
        let next: Token = tokens[index + 1]
        if ["SELECT", "WITH", "VALUES", "TABLE"].contains(next.keyword) { return true }
        if next.kind == .symbol, next.value == "(" { return true }
      }
    }
    return false
  }

  /// The class of a statement that is not a query; nil for a query.
  private static func classify(_ words: [String], _ tokens: [Token]) -> StatementClass? {
    let second: String = words.count > 1 ? words[1] : ""
    switch words[0] {
    case "CREATE":
      if second == "DATABASE" || second == "SCHEMA" { return StatementClass("DDL", "CREATE_DATABASE") }
      if words.prefix(4).contains("VIEW") { return StatementClass("DDL", "CREATE_VIEW") }
      return StatementClass("DDL", isTableAsSelect(tokens) ? "CREATE_TABLE_AS_SELECT" : "CREATE_TABLE")
    case "DROP":
      return StatementClass(
        "DDL", second == "VIEW" ? "DROP_VIEW" : second == "TABLE" ? "DROP_TABLE" : "DROP_DATABASE")
    case "ALTER": return StatementClass("DDL", second == "TABLE" ? "ALTER_TABLE" : "ALTER_DATABASE")
    case "MSCK": return StatementClass("DDL", "MSCK_REPAIR_TABLE")
    case "SHOW": return StatementClass("UTILITY", "SHOW_" + second)
    case "DESCRIBE", "DESC": return StatementClass("UTILITY", "DESCRIBE_TABLE")
    case "EXPLAIN": return StatementClass("UTILITY", "EXPLAIN")
    case "INSERT", "UPDATE", "DELETE", "MERGE", "UNLOAD", "OPTIMIZE": return StatementClass("DML", words[0])
    case "VACUUM", "ANALYZE": return StatementClass("DDL", words[0])
    case "PREPARE", "DEALLOCATE": return StatementClass("DDL", words[0])
    case "EXECUTE": return StatementClass("DML", "SELECT")
    case "USE", "SET", "RESET", "CALL", "GRANT", "REVOKE", "START", "COMMIT", "ROLLBACK", "TRUNCATE", "REFRESH",
      "COMMENT", "DENY":
      return StatementClass("UTILITY", words[0])
    default: return nil
    }
  }

  private static func name(_ words: [String]) -> String {
    let second: String = words.count > 1 ? words[1] : ""
    switch words[0] {
    case "CREATE":
      if words.prefix(4).contains("VIEW") { return "CREATE VIEW" }
      return second == "TABLE" ? "CREATE TABLE AS SELECT" : "CREATE " + second
    case "DROP", "ALTER": return words[0] + " " + second
    case "INSERT": return "INSERT INTO"
    default: return words[0]
    }
  }

  private static func notAStatement(_ token: Token) -> ParseFailure {
    let expected = [
      "'ALTER'", "'ANALYZE'", "'CALL'", "'COMMENT'", "'COMMIT'", "'CREATE'", "'DEALLOCATE'", "'DELETE'", "'DENY'",
      "'DESC'", "'DESCRIBE'", "'DROP'", "'EXECUTE'", "'EXPLAIN'", "'GRANT'", "'INSERT'", "'MERGE'", "'PREPARE'",
      "'REFRESH'", "'RESET'", "'REVOKE'", "'ROLLBACK'", "'SET'", "'SHOW'", "'START'", "'TRUNCATE'", "'UPDATE'",
      "'USE'", "<query>",
    ]
    return .syntax(
      QuerySyntaxError(
        .trino,
        TokenCursor.place(token.position) + ": mismatched input '" + token.source + "'. Expecting: "
          + expected.joined(separator: ", ")))
  }
}
