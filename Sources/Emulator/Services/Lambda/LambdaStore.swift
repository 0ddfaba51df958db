import Protocols
import Storage

/// The tables of Lambda, functions kept beside them. Loop only.
final class LambdaStore {
  private static let schema = [
    """
    CREATE TABLE lambda_functions (account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
      runtime TEXT NOT NULL, role TEXT NOT NULL, handler TEXT NOT NULL, description TEXT NOT NULL,
      timeout INTEGER NOT NULL, memory INTEGER NOT NULL, environment TEXT, storage INTEGER NOT NULL,
      architecture TEXT NOT NULL, log_group TEXT, code_id TEXT, code_sha256 TEXT, code_size INTEGER, code_folder TEXT,
      revision TEXT NOT NULL, modified INTEGER NOT NULL, PRIMARY KEY (account, region, name));
    CREATE TABLE lambda_statements (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, sid TEXT NOT NULL, statement TEXT NOT NULL, UNIQUE (account, region, name, sid));
    CREATE TABLE lambda_tags (account TEXT NOT NULL, region TEXT NOT NULL, resource TEXT NOT NULL, name TEXT NOT NULL,
      value TEXT NOT NULL, PRIMARY KEY (account, region, resource, name)) WITHOUT ROWID;
    CREATE TABLE lambda_events (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, request TEXT NOT NULL, context TEXT, payload BLOB NOT NULL, accepted INTEGER NOT NULL,
      attempts INTEGER NOT NULL, due INTEGER NOT NULL);
    CREATE INDEX lambda_events_due ON lambda_events (due);
    CREATE TABLE lambda_processes (pid INTEGER PRIMARY KEY, start INTEGER NOT NULL);
    CREATE TABLE lambda_mappings (id TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, source TEXT NOT NULL, position TEXT NOT NULL, position_time INTEGER, enabled INTEGER NOT NULL,
      state TEXT NOT NULL, batch_size INTEGER NOT NULL, batch_window INTEGER NOT NULL, retries INTEGER NOT NULL,
      record_age INTEGER NOT NULL, bisects INTEGER NOT NULL, reports_failures INTEGER NOT NULL, created INTEGER NOT NULL,
      modified INTEGER NOT NULL, result TEXT NOT NULL);
    CREATE TABLE lambda_checkpoints (mapping TEXT NOT NULL, shard TEXT NOT NULL, sequence TEXT, is_done INTEGER NOT NULL,
      PRIMARY KEY (mapping, shard)) WITHOUT ROWID
    """
  ]

  let database: Database
  var round: Round { database.round }
  /// Functions and what hangs on them.
  let documents: DocumentStore

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "lambda", steps: LambdaStore.schema)
    documents = try DocumentStore(database)
  }

  /// Runs statements; what the database refuses is our failure.
  func run<R>(_ body: () throws(DatabaseError) -> R) throws(AWSError) -> R {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Functions

  /// The version that changes.
  func function(_ key: LambdaFunction.Key) -> LambdaFunction? { documents.functions[key]?[LambdaFunction.latest] }

  func function(_ key: LambdaFunction.Key, version: String) -> LambdaFunction? { documents.functions[key]?[version] }

  /// Every version of every function.
  var allVersions: [LambdaFunction] { documents.functions.values.flatMap { $0.values } }

  /// In byte order of the names.
  func functions(of account: String, in region: String) -> [LambdaFunction] {
    documents.functions.filter { $0.key.account == account && $0.key.region == region }
      .compactMap { $0.value[LambdaFunction.latest] }
      .sorted { $0.key.name.utf8.lexicographicallyPrecedes($1.key.name.utf8) }
  }

  /// `$LATEST` first, then the published ones in the order of their numbers.
  func versions(of key: LambdaFunction.Key) -> [LambdaFunction] {
    (documents.functions[key] ?? [:]).values.sorted { (Int($0.version) ?? 0) < (Int($1.version) ?? 0) }
  }

  /// Makes or replaces that version.
  func put(_ function: LambdaFunction) throws(AWSError) {
    try documents.put(function.document, .function, function.key, function.version)
  }

  /// The whole function, with everything that hangs on it.
  func remove(_ key: LambdaFunction.Key) throws(AWSError) {
    for kind in [
      DocumentStore.Kind.function, .alias, .eventInvokeConfig, .provisionedConcurrency, .functionURL,
      .reservedConcurrency, .recursionConfig, .runtimeManagement, .functionCodeSigning,
    ] {
      for found in documents.all(kind, key.account, key.region, name: key.name) {
        try documents.remove(kind, key, found.qualifier)
      }
    }
    try run { () throws(DatabaseError) in
      // The policies of its versions and aliases stand under `name:qualifier`; `;` comes right behind `:`.
      try database.prepare(
        "DELETE FROM lambda_statements WHERE account = ? AND region = ? AND (name = ? OR name >= ? AND name < ?)"
      ).run(.text(key.account), .text(key.region), .text(key.name), .text(key.name + ":"), .text(key.name + ";"))
    }
    try removeTags(of: "function:" + key.name, key.account, key.region)
  }

  /// One published version, with what hangs on it.
  func remove(_ key: LambdaFunction.Key, version: String) throws(AWSError) {
    for kind in [
      DocumentStore.Kind.function, .eventInvokeConfig, .provisionedConcurrency, .runtimeManagement,
    ] { try documents.remove(kind, key, version) }
    try removeStatements(of: key.name + ":" + version, key)
  }

  /// An alias, with what hangs on it.
  func remove(_ key: LambdaFunction.Key, alias: String) throws(AWSError) {
    for kind in [DocumentStore.Kind.alias, .eventInvokeConfig, .provisionedConcurrency, .functionURL] {
      try documents.remove(kind, key, alias)
    }
    try removeStatements(of: key.name + ":" + alias, key)
  }

  private func removeStatements(of resource: String, _ key: LambdaFunction.Key) throws(AWSError) {
    try run { () throws(DatabaseError) in
      try database.prepare("DELETE FROM lambda_statements WHERE account = ? AND region = ? AND name = ?").run(
        .text(key.account), .text(key.region), .text(resource))
    }
  }

  // MARK: Policies. A key's name is a function's, `function:qualifier`, or `layer:<name>:<version>`

  /// Statements as JSON, in the order they were added.
  func statements(of key: LambdaFunction.Key) throws(AWSError) -> [(sid: String, statement: String)] {
    try run { () throws(DatabaseError) in
      try database.prepare(
        "SELECT sid, statement FROM lambda_statements WHERE account = ? AND region = ? AND name = ? ORDER BY id"
      ).all([.text(key.account), .text(key.region), .text(key.name)]) { ($0.text(0), $0.text(1)) }
    }
  }

  func addStatement(_ sid: String, _ statement: String, to key: LambdaFunction.Key) throws(AWSError) {
    try run { () throws(DatabaseError) in
      try database.prepare(
        "INSERT INTO lambda_statements (account, region, name, sid, statement) VALUES (?, ?, ?, ?, ?)"
      ).run(.text(key.account), .text(key.region), .text(key.name), .text(sid), .text(statement))
    }
  }

  /// Whether there was one.
  func removeStatement(_ sid: String, of key: LambdaFunction.Key) throws(AWSError) -> Bool {
    try run { () throws(DatabaseError) in
      try database.prepare(
        "DELETE FROM lambda_statements WHERE account = ? AND region = ? AND name = ? AND sid = ?"
      ).run(.text(key.account), .text(key.region), .text(key.name), .text(sid))
      return database.changes > 0
    }
  }

  // MARK: Tags. `resource` is the last part of the ARN: `function:<name>`, `event-source-mapping:<uuid>`

  func tags(of resource: String, _ account: String, _ region: String) throws(AWSError) -> [String: String] {
    let rows = try run { () throws(DatabaseError) in
      try database.prepare("SELECT name, value FROM lambda_tags WHERE account = ? AND region = ? AND resource = ?").all(
        [.text(account), .text(region), .text(resource)]
      ) { ($0.text(0), $0.text(1)) }
    }
    return Dictionary(rows) { $1 }
  }

  func setTags(_ tags: [String: String], of resource: String, _ account: String, _ region: String) throws(AWSError) {
    try run { () throws(DatabaseError) in
      for (name, value) in tags {
        try database.prepare("INSERT OR REPLACE INTO lambda_tags VALUES (?, ?, ?, ?, ?)").run(
          .text(account), .text(region), .text(resource), .text(name), .text(value))
      }
    }
  }

  func removeTags(_ names: [String], of resource: String, _ account: String, _ region: String) throws(AWSError) {
    try run { () throws(DatabaseError) in
      for name in names {
        try database.prepare(
          "DELETE FROM lambda_tags WHERE account = ? AND region = ? AND resource = ? AND name = ?"
        ).run(.text(account), .text(region), .text(resource), .text(name))
      }
    }
  }

  func removeTags(of resource: String, _ account: String, _ region: String) throws(AWSError) {
    try run { () throws(DatabaseError) in
      try database.prepare("DELETE FROM lambda_tags WHERE account = ? AND region = ? AND resource = ?").run(
        .text(account), .text(region), .text(resource))
    }
  }

  // MARK: Processes. Their rows are written outside of operations, with the turn's own commit.

  func rememberProcess(_ pid: Int32, _ start: Int) {
    // Without the row a kill -9 of the server may leave a handler's own children; nothing else depends on it.
    try? database.prepare("INSERT OR REPLACE INTO lambda_processes VALUES (?, ?)").run(.int(Int(pid)), .int(start))
  }

  func forgetProcess(_ pid: Int32) {
    try? database.prepare("DELETE FROM lambda_processes WHERE pid = ?").run(.int(Int(pid)))
  }

  /// What a server before this one left, taken out.
  func takeProcesses() throws(AWSError) -> [(pid: Int32, start: Int)] {
    try run { () throws(DatabaseError) in
      let rows = try database.prepare("SELECT pid, start FROM lambda_processes").all([]) {
        (Int32($0.int(0)), $0.int(1))
      }
      try database.prepare("DELETE FROM lambda_processes").run()
      return rows
    }
  }
}
