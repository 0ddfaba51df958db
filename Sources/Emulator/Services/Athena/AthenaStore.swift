import Protocols
import Runtime
import Storage

/// The tables of Athena. Loop only.
///
/// An execution, a work group and a catalog are kept as the JSON of their shapes, as answers show them.
final class AthenaStore {
  private static let schema = [
    """
    CREATE TABLE athena_executions (id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
      account TEXT NOT NULL, region TEXT NOT NULL, work_group TEXT NOT NULL, state TEXT NOT NULL, body BLOB NOT NULL,
      columns BLOB, result_bytes INTEGER NOT NULL);
    CREATE INDEX athena_executions_of_group ON athena_executions (account, region, work_group, id);
    CREATE INDEX athena_executions_of_state ON athena_executions (state) WHERE state IN ('QUEUED', 'RUNNING');
    CREATE TABLE athena_tokens (account TEXT NOT NULL, region TEXT NOT NULL, token TEXT NOT NULL,
      fingerprint BLOB NOT NULL, uuid TEXT NOT NULL, PRIMARY KEY (account, region, token)) WITHOUT ROWID;
    CREATE TABLE athena_work_groups (account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
      body BLOB NOT NULL, PRIMARY KEY (account, region, name));
    CREATE TABLE athena_catalogs (account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
      folded TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (account, region, folded))
    """
  ]

  private let database: Storage.Database
  var round: Round { database.round }

  init(_ database: Storage.Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "athena", steps: AthenaStore.schema)
  }

  /// Gives the database's failures their place among AWS's errors.
  private func reporting<T>(_ body: () throws(DatabaseError) -> T) throws(AWSError) -> T {
    do throws(DatabaseError) { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Executions

  struct Execution {
    var id: Int
    var account: String
    var region: String
    var body: Values<QueryExecution>
    var columns: Values<ResultSetMetadata>?
    /// Of the result file; 0 without one.
    var resultBytes: Int

    var uuid: String { body[QueryExecution.queryExecutionID] ?? "" }
    var status: Values<QueryExecutionStatus> { body[QueryExecution.status] ?? Values() }
    var state: String { status[QueryExecutionStatus.state] ?? "" }
  }

  func insert(_ body: Values<QueryExecution>, _ account: String, _ region: String) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        """
        INSERT INTO athena_executions (uuid, account, region, work_group, state, body, result_bytes)
        VALUES (?, ?, ?, ?, ?, ?, 0)
        """
      ).run(
        .text(body[QueryExecution.queryExecutionID] ?? ""), .text(account), .text(region),
        .text(body[QueryExecution.workGroup] ?? ""),
        .text(body[QueryExecution.status]?[QueryExecutionStatus.state] ?? ""), .blob(body.structure.json))
    }
  }

  func update(_ execution: Execution) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        "UPDATE athena_executions SET state = ?, body = ?, columns = ?, result_bytes = ? WHERE id = ?"
      ).run(
        .text(execution.state), .blob(execution.body.structure.json),
        .blob(orNull: execution.columns?.structure.json), .int(execution.resultBytes), .int(execution.id))
    }
  }

  private func read(_ statement: Statement, _ values: [Statement.Binding]) throws(AWSError) -> [Execution] {
    let rows = try reporting { () throws(DatabaseError) in
      try statement.all(values) { row in
        (
          id: row.int(0), account: row.text(1), region: row.text(2), body: row.blob(3), columns: row.blob(orNil: 4),
          bytes: row.int(5)
        )
      }
    }
    return try rows.map { (row) throws(AWSError) -> Execution in
      var columns: Values<ResultSetMetadata>?
      if let json = row.columns { columns = Values(try Structure(json: json, ResultSetMetadata.shape)) }
      return Execution(
        id: row.id, account: row.account, region: row.region,
        body: Values(try Structure(json: row.body, QueryExecution.shape)), columns: columns, resultBytes: row.bytes)
    }
  }

  private static let members = "id, account, region, body, columns, result_bytes"

  /// Of any account and region; the caller checks.
  func execution(_ uuid: String) throws(AWSError) -> Execution? {
    let select = try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT \(Self.members) FROM athena_executions WHERE uuid = ?")
    }
    return try read(select, [.text(uuid)]).first
  }

  /// A page of those that have not ended, behind the row `after`.
  func unfinished(after: Int, limit: Int) throws(AWSError) -> [Execution] {
    let select = try reporting { () throws(DatabaseError) in
      try database.prepare(
        """
        SELECT \(Self.members) FROM athena_executions WHERE state IN ('QUEUED', 'RUNNING') AND id > ? ORDER BY id LIMIT ?
        """)
    }
    return try read(select, [.int(after), .int(limit)])
  }

  /// The ids of a work group's executions, the newest first, those older than row `before`.
  func executions(
    of group: String, _ account: String, _ region: String, before: Int, limit: Int
  ) throws(AWSError) -> [(id: Int, uuid: String)] {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        """
        SELECT id, uuid FROM athena_executions WHERE account = ? AND region = ? AND work_group = ? AND id < ?
        ORDER BY id DESC LIMIT ?
        """
      ).all([.text(account), .text(region), .text(group), .int(before), .int(limit)]) { ($0.int(0), $0.text(1)) }
    }
  }

  // MARK: Tokens of requests

  func request(
    _ token: String, _ account: String, _ region: String
  ) throws(AWSError) -> (fingerprint: [UInt8], uuid: String)? {
    try reporting { () throws(DatabaseError) in
      try database.prepare(
        "SELECT fingerprint, uuid FROM athena_tokens WHERE account = ? AND region = ? AND token = ?"
      ).first([.text(account), .text(region), .text(token)]) { ($0.blob(0), $0.text(1)) }
    }
  }

  func remember(
    _ token: String, _ fingerprint: [UInt8], _ uuid: String, _ account: String, _ region: String
  ) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("INSERT INTO athena_tokens VALUES (?, ?, ?, ?, ?)").run(
        .text(account), .text(region), .text(token), .blob(fingerprint), .text(uuid))
    }
  }

  // MARK: Work groups and catalogs: definitions by name

  enum Kind: String {
    case workGroup = "athena_work_groups"
    case catalog = "athena_catalogs"

    /// Catalogs are found whatever the case of their names.
    var key: String { self == .catalog ? "folded" : "name" }
    func folded(_ name: String) -> String { self == .catalog ? name.lowercased() : name }
  }

  func definition(_ kind: Kind, _ name: String, _ account: String, _ region: String) throws(AWSError) -> [UInt8]? {
    try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT body FROM \(kind.rawValue) WHERE account = ? AND region = ? AND \(kind.key) = ?")
        .first([.text(account), .text(region), .text(kind.folded(name))]) { $0.blob(0) }
    }
  }

  /// All of an account and region in the order of their names.
  func definitions(_ kind: Kind, _ account: String, _ region: String) throws(AWSError) -> [[UInt8]] {
    try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT body FROM \(kind.rawValue) WHERE account = ? AND region = ? ORDER BY name").all(
        [.text(account), .text(region)]
      ) { $0.blob(0) }
    }
  }

  func set(
    _ kind: Kind, _ name: String, _ body: Structure, _ account: String, _ region: String
  ) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      let columns = kind == .catalog ? "account, region, name, folded, body" : "account, region, name, body"
      let folded = kind == .catalog ? "?, " : ""
      var values: [Statement.Binding] = [.text(account), .text(region), .text(name)]
      if kind == .catalog { values.append(.text(kind.folded(name))) }
      values.append(.blob(body.json))
      let insert = try database.prepare(
        "INSERT OR REPLACE INTO \(kind.rawValue) (\(columns)) VALUES (?, ?, ?, \(folded)?)")
      insert.bind(values)
      try insert.run()
    }
  }

  func remove(_ kind: Kind, _ name: String, _ account: String, _ region: String) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("DELETE FROM \(kind.rawValue) WHERE account = ? AND region = ? AND \(kind.key) = ?").run(
        .text(account), .text(region), .text(kind.folded(name)))
    }
  }

  // MARK: The whole

  func reset(account: String?) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      for table in ["athena_executions", "athena_tokens", "athena_work_groups", "athena_catalogs"] {
        if let account {
          try database.prepare("DELETE FROM \(table) WHERE account = ?").run(.text(account))
        } else {
          try database.prepare("DELETE FROM \(table)").run()
        }
      }
    }
  }

  func count(_ table: String) throws(AWSError) -> Int {
    try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT count(*) FROM \(table)").first([]) { $0.int(0) } ?? 0
    }
  }
}
