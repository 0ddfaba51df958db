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
  private(set) var functions: [LambdaFunction.Key: LambdaFunction] = [:]

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "lambda", steps: LambdaStore.schema)
    for function in try database.prepare("SELECT * FROM lambda_functions").all([], LambdaStore.function) {
      functions[function.key] = function
    }
  }

  /// Runs statements; what the database refuses is our failure.
  func run<R>(_ body: () throws(DatabaseError) -> R) throws(AWSError) -> R {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Functions

  func function(_ key: LambdaFunction.Key) -> LambdaFunction? { functions[key] }

  /// In byte order of the names.
  func functions(of account: String, in region: String) -> [LambdaFunction] {
    functions.values.filter { $0.key.account == account && $0.key.region == region }
      .sorted { $0.key.name.utf8.lexicographicallyPrecedes($1.key.name.utf8) }
  }

  /// Makes or replaces the function of that key.
  func put(_ function: LambdaFunction) throws(AWSError) {
    var code: (id: String?, sha256: String?, size: Int?, folder: String?) = (nil, nil, nil, nil)
    switch function.code {
    case .zip(let id, let sha256, let size): code = (id, sha256, size, nil)
    case .folder(let path): code.folder = path
    }
    let key = function.key
    try run { () throws(DatabaseError) in
      try database.prepare(
        "INSERT OR REPLACE INTO lambda_functions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      ).run(
        .text(key.account), .text(key.region), .text(key.name), .text(function.runtime), .text(function.role),
        .text(function.handler), .text(function.description), .int(function.timeout), .int(function.memory),
        .text(orNull: function.environment.map(LambdaStore.text)), .int(function.ephemeralStorage),
        .text(function.architecture), .text(orNull: function.ownLogGroup), .text(orNull: code.id),
        .text(orNull: code.sha256), .int(orNull: code.size), .text(orNull: code.folder), .text(function.revisionID),
        .int(Int(function.lastModified.milliseconds)))
    }
    set(function, for: key)
  }

  /// With its policy and tags.
  func remove(_ key: LambdaFunction.Key) throws(AWSError) {
    try run { () throws(DatabaseError) in
      for table in ["lambda_functions", "lambda_statements"] {
        try database.prepare("DELETE FROM \(table) WHERE account = ? AND region = ? AND name = ?").run(
          .text(key.account), .text(key.region), .text(key.name))
      }
    }
    try removeTags(of: "function:" + key.name, key.account, key.region)
    set(nil, for: key)
  }

  private func set(_ function: LambdaFunction?, for key: LambdaFunction.Key) {
    let old = functions[key]
    functions[key] = function
    round.onUndo { [self] in functions[key] = old }
  }

  private static func function(_ row: Statement) -> LambdaFunction {
    let code: LambdaFunction.Code
    if let folder = row.text(orNil: 16) {
      code = .folder(path: folder)
    } else {
      code = .zip(id: row.text(13), sha256: row.text(14), size: row.int(15))
    }
    return LambdaFunction(
      key: LambdaFunction.Key(account: row.text(0), region: row.text(1), name: row.text(2)), runtime: row.text(3),
      role: row.text(4), handler: row.text(5), description: row.text(6), timeout: row.int(7), memory: row.int(8),
      environment: row.text(orNil: 9).map(environment), ephemeralStorage: row.int(10), architecture: row.text(11),
      ownLogGroup: row.text(orNil: 12), code: code, revisionID: row.text(17),
      lastModified: Timestamp(milliseconds: Int64(row.int(18))))
  }

  private static func text(_ environment: [String: String]) -> String {
    let names = environment.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return JSONValue.object(
      JSONObject(names.map { JSONObject.Member(key: $0, value: .string(environment[$0] ?? "")) })
    ).text
  }

  private static func environment(_ text: String) -> [String: String] {
    guard let object = (try? JSONValue.parse(text))?.object else { return [:] }
    var environment: [String: String] = [:]
    for member in object.members { environment[member.key] = member.value.string ?? "" }
    return environment
  }

  // MARK: Policies

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
