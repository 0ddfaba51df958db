/// The Hive grammar of Athena's data definition statements. What is not built throws `unsupported` by name.
struct HiveParser {
  private var cursor: TokenCursor

  init(_ text: String) { cursor = TokenCursor(text) }

  // MARK: Errors, in Hive's words (columns from 0)

  private func place(_ token: Token) -> String { "line \(token.position.line):\(token.position.column - 1)" }

  private func unrecognized() -> ParseFailure {
    var near: [String] = []
    for count in 0..<3 {
      let token: Token = cursor.ahead(count)
      near.append("'" + token.source + "'")
      if token.kind == .end { break }
    }
    return .syntax(
      QuerySyntaxError(
        .hive,
        "FAILED: ParseException " + place(cursor.current) + " cannot recognize input near "
          + near.joined(separator: " ")))
  }

  private func mismatch(_ expected: String) -> ParseFailure {
    .syntax(
      QuerySyntaxError(
        .hive,
        "FAILED: ParseException " + place(cursor.current) + " mismatched input '" + cursor.current.source
          + "' expecting " + expected))
  }

  private mutating func expect(_ keyword: String) throws(ParseFailure) {
    if !cursor.accept(keyword) { throw mismatch(keyword) }
  }

  private mutating func expectSymbol(_ symbol: String) throws(ParseFailure) {
    if !cursor.acceptSymbol(symbol) { throw mismatch(symbol) }
  }

  private mutating func end() throws(ParseFailure) {
    if cursor.current.kind == .end { return }
    throw .syntax(
      QuerySyntaxError(
        .hive,
        "FAILED: ParseException " + place(cursor.current) + " missing EOF at '" + cursor.current.source + "'"))
  }

  // MARK: Pieces

  private mutating func name() throws(ParseFailure) -> String {
    let token: Token = cursor.current
    switch token.kind {
    case .word, .backquotedName, .quotedName:
      cursor.advance()
      return token.value.lowercased()
    default: throw mismatch("Identifier")
    }
  }

  /// `table` or `db.table`, also inside one pair of backquotes.
  private mutating func tableName() throws(ParseFailure) -> QualifiedName {
    let position: SourcePosition = cursor.position
    var parts: [String] = []
    repeat {
      let inner: String = try name()
      parts += inner.split(separator: ".").map { String($0) }
    } while cursor.acceptSymbol(".")
    return QualifiedName(parts, at: position)
  }

  private mutating func string() throws(ParseFailure) -> String {
    let token: Token = cursor.current
    guard token.kind == .string || token.kind == .quotedName else { throw mismatch("StringLiteral") }
    cursor.advance()
    return token.value
  }

  private mutating func ifExists() throws(ParseFailure) -> Bool {
    guard cursor.accept("IF") else { return false }
    try expect("EXISTS")
    return true
  }

  private mutating func ifNotExists() throws(ParseFailure) -> Bool {
    guard cursor.accept("IF") else { return false }
    try expect("NOT")
    try expect("EXISTS")
    return true
  }

  private mutating func properties() throws(ParseFailure) -> [Property] {
    try expectSymbol("(")
    var list: [Property] = []
    repeat {
      let key: String = try string()
      try expectSymbol("=")
      list.append(Property(key, try string()))
    } while cursor.acceptSymbol(",")
    try expectSymbol(")")
    return list
  }

  // MARK: Statements

  mutating func definition() throws(ParseFailure) -> Definition {
    let definition: Definition = try statement()
    try end()
    return definition
  }

  private mutating func statement() throws(ParseFailure) -> Definition {
    if cursor.accept("CREATE") {
      if cursor.accept("DATABASE") || cursor.accept("SCHEMA") { return .createDatabase(try createDatabase()) }
      if cursor.sees("TEMPORARY") { throw .unsupported("CREATE TEMPORARY TABLE", cursor.position) }
      let external: Bool = cursor.accept("EXTERNAL")
      try expect("TABLE")
      return .createTable(try createTable(external: external))
    }
    if cursor.accept("DROP") {
      if cursor.accept("DATABASE") || cursor.accept("SCHEMA") {
        let ifExists: Bool = try ifExists()
        let name: String = try name()
        let cascade: Bool = cursor.accept("CASCADE")
        if !cascade { _ = cursor.accept("RESTRICT") }
        return .dropDatabase(name, ifExists: ifExists, cascade: cascade)
      }
      try expect("TABLE")
      let ifExists: Bool = try ifExists()
      let name: QualifiedName = try tableName()
      _ = cursor.accept("PURGE")
      return .dropTable(name, ifExists: ifExists)
    }
    if cursor.accept("SHOW") { return try show() }
    if cursor.accept("DESCRIBE") || cursor.accept("DESC") { return try describe() }
    if cursor.accept("MSCK") {
      try expect("REPAIR")
      try expect("TABLE")
      return .repairTable(try tableName())
    }
    if cursor.accept("ALTER") { return try alter() }
    throw unrecognized()
  }

  private mutating func createDatabase() throws(ParseFailure) -> CreateDatabase {
    let ifNotExists: Bool = try ifNotExists()
    var made = CreateDatabase(
      name: try name(), ifNotExists: ifNotExists, comment: nil, location: nil, properties: [])
    if cursor.accept("COMMENT") { made.comment = try string() }
    if cursor.accept("LOCATION") { made.location = try string() }
    if cursor.accept("WITH") {
      try expect("DBPROPERTIES")
      made.properties = try properties()
    }
    return made
  }

  private mutating func createTable(external: Bool) throws(ParseFailure) -> CreateTable {
    let ifNotExists: Bool = try ifNotExists()
    let name: QualifiedName = try tableName()
    if cursor.sees("LIKE") { throw .unsupported("CREATE TABLE … LIKE", cursor.position) }
    var made = CreateTable(
      name: name, isExternal: external, ifNotExists: ifNotExists, columns: try columns(), comment: nil,
      partitionKeys: [], rowFormat: nil, storedAs: nil, location: nil, properties: [])
    if cursor.accept("COMMENT") { made.comment = try string() }
    if cursor.accept("PARTITIONED") {
      try expect("BY")
      made.partitionKeys = try columns()
    }
    if cursor.sees("CLUSTERED") { throw .unsupported("CLUSTERED BY", cursor.position) }
    if cursor.sees("SKEWED") { throw .unsupported("SKEWED BY", cursor.position) }
    if cursor.accept("ROW") {
      try expect("FORMAT")
      made.rowFormat = try rowFormat()
    }
    if cursor.accept("STORED") {
      try expect("AS")
      if cursor.accept("INPUTFORMAT") {
        let input: String = try string()
        try expect("OUTPUTFORMAT")
        made.storedAs = .classes(input: input, output: try string())
      } else {
        made.storedAs = .format(try self.name().uppercased())
      }
    }
    if cursor.accept("LOCATION") { made.location = try string() }
    if cursor.accept("TBLPROPERTIES") { made.properties = try properties() }
    return made
  }

  private mutating func columns() throws(ParseFailure) -> [CreateTable.Column] {
    try expectSymbol("(")
    var list: [CreateTable.Column] = []
    repeat {
      let name: String = try name()
      let type: String = try type()
      let comment: String? = cursor.accept("COMMENT") ? try string() : nil
      list.append(CreateTable.Column(name: name, type: type, comment: comment))
    } while cursor.acceptSymbol(",")
    try expectSymbol(")")
    return list
  }

  private static let plainTypes: Set<String> = [
    "boolean", "tinyint", "smallint", "int", "integer", "bigint", "double", "float", "string", "binary", "date",
    "timestamp",
  ]

  /// A type in the words of the catalog.
  private mutating func type() throws(ParseFailure) -> String {
    do { try cursor.descend() } catch { throw unrecognized() }
    defer { cursor.ascend() }
    let start: Int = cursor.index
    let word: String = try name()
    switch word {
    case "array":
      try expectSymbol("<")
      let element: String = try type()
      try expectSymbol(">")
      return "array<" + element + ">"
    case "map":
      try expectSymbol("<")
      let key: String = try type()
      try expectSymbol(",")
      let value: String = try type()
      try expectSymbol(">")
      return "map<" + key + "," + value + ">"
    case "struct":
      try expectSymbol("<")
      var fields: [String] = []
      repeat {
        let field: String = try name()
        try expectSymbol(":")
        fields.append(field + ":" + (try type()))
      } while cursor.acceptSymbol(",")
      try expectSymbol(">")
      return "struct<" + fields.joined(separator: ",") + ">"
    case "decimal", "varchar", "char":
      guard cursor.acceptSymbol("(") else {
        if word == "decimal" { return "decimal(10,0)" }
        throw mismatch("(")
      }
      var numbers: [String] = [try integer()]
      if word == "decimal" { numbers.append(cursor.acceptSymbol(",") ? try integer() : "0") }
      try expectSymbol(")")
      return word + "(" + numbers.joined(separator: ",") + ")"
    default:
      if Self.plainTypes.contains(word) { return word == "integer" ? "int" : word }
      cursor.rewind(to: start)
      throw unrecognized()
    }
  }

  private mutating func integer() throws(ParseFailure) -> String {
    guard cursor.current.kind == .integer else { throw mismatch("Number") }
    let text: String = cursor.current.value
    cursor.advance()
    return text
  }

  private mutating func rowFormat() throws(ParseFailure) -> RowFormat {
    if cursor.accept("SERDE") {
      let library: String = try string()
      guard cursor.accept("WITH") else { return .serde(library, properties: []) }
      try expect("SERDEPROPERTIES")
      return .serde(library, properties: try properties())
    }
    try expect("DELIMITED")
    var found: [Property] = []
    while true {
      if cursor.accept("FIELDS") {
        try expect("TERMINATED")
        try expect("BY")
        let delimiter: String = Self.unescaped(try string())
        found.append(Property("field.delim", delimiter))
        found.append(Property("serialization.format", delimiter))
        if cursor.accept("ESCAPED") {
          try expect("BY")
          found.append(Property("escape.delim", Self.unescaped(try string())))
        }
      } else if cursor.accept("COLLECTION") {
        try expect("ITEMS")
        try expect("TERMINATED")
        try expect("BY")
        // The catalog's own spelling.
        found.append(Property("colelction.delim", Self.unescaped(try string())))
      } else if cursor.accept("MAP") {
        try expect("KEYS")
        try expect("TERMINATED")
        try expect("BY")
        found.append(Property("mapkey.delim", Self.unescaped(try string())))
      } else if cursor.accept("LINES") {
        try expect("TERMINATED")
        try expect("BY")
        found.append(Property("line.delim", Self.unescaped(try string())))
      } else if cursor.accept("NULL") {
        try expect("DEFINED")
        try expect("AS")
        found.append(Property("serialization.null.format", Self.unescaped(try string())))
      } else {
        return .delimited(found)
      }
    }
  }

  /// `\t`, `\n`, `\001` in a delimiter.
  private static func unescaped(_ text: String) -> String {
    let bytes: [UInt8] = Array(text.utf8)
    guard bytes.count > 1, bytes[0] == UInt8(ascii: "\\") else { return text }
    if bytes.count == 2 {
      switch bytes[1] {
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "\\"): return "\\"
      case UInt8(ascii: "0"): return "\0"
      default: return String(text.dropFirst())
      }
    }
    var digits: String = String(text.dropFirst())
    var radix = 8
    if digits.hasPrefix("u") {
      digits.removeFirst()
      radix = 16
    }
    if let code = UInt32(digits, radix: radix), let scalar = Unicode.Scalar(code) { return String(Character(scalar)) }
    return text
  }

  private mutating func show() throws(ParseFailure) -> Definition {
    if cursor.accept("DATABASES") || cursor.accept("SCHEMAS") {
      return .showDatabases(like: cursor.accept("LIKE") ? try string() : nil)
    }
    if cursor.accept("TABLES") {
      let database: String? = cursor.accept("IN") || cursor.accept("FROM") ? try name() : nil
      _ = cursor.accept("LIKE")
      let pattern: String? = cursor.current.kind == .string ? try string() : nil
      return .showTables(database: database, pattern: pattern)
    }
    if cursor.accept("COLUMNS") {
      if !cursor.accept("IN") { try expect("FROM") }
      let name: QualifiedName = try tableName()
      guard cursor.accept("IN") || cursor.accept("FROM") else { return .showColumns(name) }
      let database: String = try self.name()
      return .showColumns(QualifiedName([database, name.parts.last ?? ""], at: name.position))
    }
    if cursor.accept("PARTITIONS") { return .showPartitions(try tableName()) }
    if cursor.accept("TBLPROPERTIES") {
      let name: QualifiedName = try tableName()
      guard cursor.acceptSymbol("(") else { return .showTableProperties(name, key: nil) }
      let key: String = try string()
      try expectSymbol(")")
      return .showTableProperties(name, key: key)
    }
    if cursor.sees("CREATE"), cursor.sees("TABLE", ahead: 1) {
      cursor.advance()
      cursor.advance()
      return .showCreateTable(try tableName())
    }
    if cursor.sees("CREATE"), cursor.sees("VIEW", ahead: 1) {
      throw .unsupported("SHOW CREATE VIEW", cursor.position)
    }
    if cursor.current.kind == .word { throw .unsupported("SHOW " + cursor.current.keyword, cursor.position) }
    throw unrecognized()
  }

  private mutating func describe() throws(ParseFailure) -> Definition {
    for word in ["FORMATTED", "EXTENDED", "DATABASE", "SCHEMA", "VIEW"]
    where cursor.sees(word) && cursor.ahead(1).kind != .end && !cursor.seesSymbol(".", ahead: 1) {
      throw .unsupported("DESCRIBE " + word, cursor.position)
    }
    _ = cursor.accept("TABLE")
    let name: QualifiedName = try tableName()
    if cursor.sees("PARTITION") { throw .unsupported("DESCRIBE … PARTITION", cursor.position) }
    if cursor.current.kind == .word { throw .unsupported("DESCRIBE of a column", cursor.position) }
    return .describe(name)
  }

  private mutating func alter() throws(ParseFailure) -> Definition {
    if cursor.sees("DATABASE") || cursor.sees("SCHEMA") || cursor.sees("VIEW") {
      throw .unsupported("ALTER " + cursor.current.keyword, cursor.position)
    }
    try expect("TABLE")
    let name: QualifiedName = try tableName()
    guard cursor.sees("ADD"), cursor.sees("IF", ahead: 1) || cursor.sees("PARTITION", ahead: 1) else {
      throw .unsupported("ALTER TABLE … " + cursor.current.source.uppercased(), cursor.position)
    }
    cursor.advance()
    let ifNotExists: Bool = try ifNotExists()
    var clauses: [PartitionClause] = []
    while cursor.accept("PARTITION") {
      try expectSymbol("(")
      var values: [Property] = []
      repeat {
        let key: String = try self.name()
        try expectSymbol("=")
        let token: Token = cursor.current
        guard [.string, .integer, .decimal, .quotedName].contains(token.kind) else { throw mismatch("StringLiteral") }
        cursor.advance()
        values.append(Property(key, token.value))
      } while cursor.acceptSymbol(",")
      try expectSymbol(")")
      clauses.append(PartitionClause(values: values, location: cursor.accept("LOCATION") ? try string() : nil))
    }
    if clauses.isEmpty { throw mismatch("PARTITION") }
    return .addPartitions(name, ifNotExists: ifNotExists, clauses)
  }
}
