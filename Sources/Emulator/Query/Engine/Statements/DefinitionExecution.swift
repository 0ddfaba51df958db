import Protocols
import SQLParser

/// Runs CREATE, DROP, ALTER TABLE ADD PARTITION, MSCK, SHOW and DESCRIBE against the catalog port.
struct DefinitionExecution {
  let environment: QueryEnvironment
  let session: QuerySession
  let state: ExecutionState

  typealias Result = (columns: [ColumnInfo], page: ResultPage)

  func run(_ definition: Definition) async throws(QueryFailure) -> Result {
    if session.catalog != TableLookup.glueCatalog { return try await federated(definition) }
    switch definition {
    case .createDatabase(let made): try await createDatabase(made)
    case .dropDatabase(let name, let ifExists, let cascade): try await dropDatabase(name, ifExists, cascade)
    case .createTable(let made): try await createTable(made)
    case .dropTable(let name, let ifExists): try await dropTable(name, ifExists)
    case .addPartitions(let name, let ifNotExists, let clauses): try await addPartitions(name, ifNotExists, clauses)
    case .repairTable(let name):
      return Self.lines("output", try await PartitionRepair(execution: self).run(try await table(name)))
    case .showDatabases(let pattern):
      let names: [String] = try await catalog { (port) throws(AWSError) in try await port.databases() }.map { $0.name }
      return Self.lines("database_name", names.filter { Self.matches($0, pattern) })
    case .showTables(let database, let pattern):
      let name: String = database ?? session.database
      try await requireDatabase(name)
      let names: [String] = try await catalog { (port) throws(AWSError) in try await port.tables(in: name) }
      return Self.lines("tab_name", names.filter { Self.matches($0, pattern) })
    case .showColumns(let name):
      let definition: TableDefinition = try await table(name)
      return Self.lines("field", (definition.columns + definition.partitionKeys).map { TableText.padded($0.name) })
    case .showPartitions(let name): return Self.lines("partition", try await partitionNames(try await table(name)))
    case .showTableProperties(let name, let key):
      let parameters: [String: String] = try await table(name).parameters
      var page = ResultPage(columnCount: 2)
      for (name, value) in parameters.sorted(by: { $0.key < $1.key }) where key == nil || key == name {
        page.append(row: [name, value])
      }
      return ([Self.column("prpt_name"), Self.column("prpt_value")], page)
    case .showCreateTable(let name):
      return Self.lines("createtab_stmt", TableText.createStatement(try await table(name)))
    case .describe(let name):
      let columns: [ColumnInfo] = ["col_name", "data_type", "comment"].map { Self.column($0) }
      var page = ResultPage(columnCount: 3)
      for row in TableText.describe(try await table(name)) { page.append(row: row) }
      return (columns, page)
    }
    return ([], ResultPage(columnCount: 0))
  }

  static func column(_ name: String) -> ColumnInfo { ColumnInfo(name: name, type: "string") }

  static func lines(_ name: String, _ lines: [String]) -> Result {
    var page = ResultPage(columnCount: 1)
    for line in lines { page.append(row: [line]) }
    return ([column(name)], page)
  }

  /// Hive's patterns: `*` (or `.*`) any text, `|` alternatives; other signs of regular expressions are not known.
  static func matches(_ name: String, _ pattern: String?) -> Bool {
    guard let pattern else { return true }
    return pattern.lowercased().split(separator: "|").contains { alternative in
      let escaped: [UInt8] = alternative.utf8.flatMap { byte -> [UInt8] in
        switch byte {
        case UInt8(ascii: "*"): [UInt8(ascii: "%")]
        case UInt8(ascii: "."): []
        case UInt8(ascii: "_"), UInt8(ascii: "%"): [UInt8(ascii: "\\"), byte]
        default: [byte]
        }
      }
      guard let like: LikePattern = try? LikePattern(escaped, escape: [UInt8(ascii: "\\")]) else { return false }
      return Array(name.utf8).withUnsafeBytes { like.matches($0) }
    }
  }

  // MARK: Errors

  func catalog<Value>(
    _ call: (any CatalogPort) async throws(AWSError) -> Value
  ) async throws(QueryFailure) -> Value {
    do throws(AWSError) {
      return try await call(environment.catalog)
    } catch {
      throw Self.taskFailure("\(error.code)(message:\(error.message ?? ""))")
    }
  }

  static func taskFailure(_ text: String) -> QueryFailure {
    QueryFailure(
      nil, "FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. " + text)
  }

  func requireDatabase(_ name: String) async throws(QueryFailure) {
    let found: DatabaseDefinition? = try await catalog { (port) throws(AWSError) in try await port.database(name) }
    if found == nil {
      throw QueryFailure(nil, "FAILED: SemanticException [Error 10072]: Database does not exist: " + name)
    }
  }

  private func parts(_ name: QualifiedName) -> (database: String, table: String) {
    let parts: [String] = name.parts
    return parts.count > 1 ? (parts[parts.count - 2], parts[parts.count - 1]) : (session.database, parts.first ?? "")
  }

  func table(_ name: QualifiedName) async throws(QueryFailure) -> TableDefinition {
    let (database, table): (String, String) = parts(name)
    let found: TableDefinition? = try await catalog { (port) throws(AWSError) in try await port.table(database, table) }
    guard let found else {
      throw QueryFailure(nil, "FAILED: SemanticException [Error 10001]: Table not found \(database).\(table)")
    }
    return found
  }

  // MARK: Definitions

  private func createDatabase(_ made: CreateDatabase) async throws(QueryFailure) {
    let known: DatabaseDefinition? = try await catalog { (port) throws(AWSError) in try await port.database(made.name) }
    if known != nil {
      if made.ifNotExists { return }
      throw Self.taskFailure("Database \(made.name) already exists")
    }
    var parameters: [String: String] = [:]
    for property in made.properties { parameters[property.key] = property.value }
    let definition = DatabaseDefinition(
      name: made.name, comment: made.comment, location: made.location, parameters: parameters)
    try await catalog { (port) throws(AWSError) in try await port.createDatabase(definition) }
  }

  private func dropDatabase(_ name: String, _ ifExists: Bool, _ cascade: Bool) async throws(QueryFailure) {
    let known: DatabaseDefinition? = try await catalog { (port) throws(AWSError) in try await port.database(name) }
    if known == nil {
      if ifExists { return }
      throw QueryFailure(nil, "FAILED: SemanticException [Error 10072]: Database does not exist: " + name)
    }
    let tables: [String] = try await catalog { (port) throws(AWSError) in try await port.tables(in: name) }
    if !tables.isEmpty, !cascade {
      throw Self.taskFailure(
        "InvalidOperationException(message:Database \(name) is not empty. One or more tables exist.)")
    }
    try await catalog { (port) throws(AWSError) in try await port.dropDatabase(name) }
  }

  private func createTable(_ made: CreateTable) async throws(QueryFailure) {
    let (database, name): (String, String) = parts(made.name)
    try await requireDatabase(database)
    let known: TableDefinition? = try await catalog { (port) throws(AWSError) in try await port.table(database, name) }
    if known != nil {
      if made.ifNotExists { return }
      throw Self.taskFailure("AlreadyExistsException(message:Table \(name) already exists.)")
    }
    let definition: TableDefinition = try TableText.definition(made, database: database, name: name)
    try await catalog { (port) throws(AWSError) in try await port.createTable(definition) }
  }

  private func dropTable(_ name: QualifiedName, _ ifExists: Bool) async throws(QueryFailure) {
    let (database, table): (String, String) = parts(name)
    let known: TableDefinition? = try await catalog { (port) throws(AWSError) in try await port.table(database, table) }
    if known == nil {
      if ifExists { return }
      throw QueryFailure(nil, "FAILED: SemanticException [Error 10001]: Table not found \(database).\(table)")
    }
    try await catalog { (port) throws(AWSError) in try await port.dropTable(database, table) }
  }

  func partitions(_ table: TableDefinition) async throws(QueryFailure) -> [PartitionDefinition] {
    var all: [PartitionDefinition] = []
    var token: String?
    repeat {
      try state.check()
      let after: String? = token
      let page: PartitionPage = try await catalog { (port) throws(AWSError) in
        try await port.partitions(table.database, table.name, token: after)
      }
      all += page.partitions
      token = page.nextToken
    } while token != nil
    return all
  }

  func partitionNames(_ table: TableDefinition) async throws(QueryFailure) -> [String] {
    if table.partitionKeys.isEmpty {
      throw Self.taskFailure("Table \(table.name) is not a partitioned table")
    }
    return try await partitions(table).map { TableText.partitionName(table, $0.values) }.sorted()
  }

  private func addPartitions(
    _ name: QualifiedName, _ ifNotExists: Bool, _ clauses: [PartitionClause]
  ) async throws(QueryFailure) {
    let table: TableDefinition = try await table(name)
    let known: Set<[String]> = Set(try await partitions(table).map { $0.values })
    var added: [PartitionDefinition] = []
    for clause in clauses {
      var values: [String] = []
      for key in table.partitionKeys {
        guard let value: Property = clause.values.first(where: { $0.key == key.name.lowercased() }) else {
          throw QueryFailure(nil, "FAILED: SemanticException partition spec is missing the key " + key.name)
        }
        values.append(value.value)
      }
      guard clause.values.count == table.partitionKeys.count else {
        throw QueryFailure(nil, "FAILED: SemanticException partition spec has keys that the table has not")
      }
      if known.contains(values) {
        if ifNotExists { continue }
        throw Self.taskFailure("AlreadyExistsException(message:Partition already exists.)")
      }
      var storage: StorageDefinition = table.storage
      storage.location =
        clause.location ?? TableText.directory(table.storage.location ?? "") + TableText.partitionName(table, values)
        + "/"
      added.append(PartitionDefinition(values: values, storage: storage))
    }
    if added.isEmpty { return }
    let partitions: [PartitionDefinition] = added
    try await catalog { (port) throws(AWSError) in
      try await port.addPartitions(table.database, table.name, partitions)
    }
  }

  // MARK: Other catalogs

  private func federated(_ definition: Definition) async throws(QueryFailure) -> Result {
    guard let connector: any ConnectorPort = try await environment.connector(session.catalog) else {
      throw QueryFailure("CATALOG_NOT_FOUND", "Catalog '\(session.catalog)' does not exist")
    }
    switch definition {
    case .showDatabases(let pattern):
      return Self.lines("database_name", try await connector.schemas().filter { Self.matches($0, pattern) })
    case .showTables(let database, let pattern):
      let names: [String] = try await connector.tables(in: database ?? session.database)
      return Self.lines("tab_name", names.filter { Self.matches($0, pattern) })
    case .showColumns(let name), .describe(let name):
      let (database, table): (String, String) = parts(name)
      guard let found: ConnectorTable = try await connector.table(database, table) else {
        throw QueryFailure(nil, "FAILED: SemanticException [Error 10001]: Table not found \(database).\(table)")
      }
      if case .showColumns = definition {
        return Self.lines("field", found.columns.map { TableText.padded($0.name) })
      }
      var page = ResultPage(columnCount: 3)
      for column in found.columns {
        page.append(
          row: [TableText.padded(column.name), TableText.padded(HiveType.text(column.type)), TableText.padded("")])
      }
      return (["col_name", "data_type", "comment"].map { Self.column($0) }, page)
    default: throw .notSupported("This statement in the catalog '\(session.catalog)'")
    }
  }
}
