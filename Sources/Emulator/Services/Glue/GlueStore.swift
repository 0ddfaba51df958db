import Protocols
import Runtime
import Storage

/// The tables of the Data Catalog. Loop only.
///
/// A definition is kept as the JSON of its shape, as answers show it; beside it stand what it is found by.
final class GlueStore {
  private static let schema = [
    """
    CREATE TABLE glue_databases (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (account, region, name));
    CREATE TABLE glue_tables (id INTEGER PRIMARY KEY AUTOINCREMENT, database INTEGER NOT NULL, name TEXT NOT NULL,
      body BLOB NOT NULL, UNIQUE (database, name));
    CREATE TABLE glue_partitions (id INTEGER PRIMARY KEY AUTOINCREMENT, parent INTEGER NOT NULL, key BLOB NOT NULL,
      body BLOB NOT NULL, UNIQUE (parent, key));
    CREATE TABLE glue_dropped_databases (id INTEGER PRIMARY KEY);
    CREATE TABLE glue_dropped_tables (id INTEGER PRIMARY KEY)
    """
  ]

  /// Rows that one step of the sweep deletes.
  private static let page = 500

  struct StoredDatabase {
    var id: Int
    var body: Values<Database>
  }

  struct StoredTable {
    var id: Int
    var body: Values<Table>

    var partitionKeys: [Values<Column>] { body[Table.partitionKeys] ?? [] }
  }

  private let database: Storage.Database
  var round: Round { database.round }

  init(_ database: Storage.Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "glue", steps: GlueStore.schema)
  }

  /// Gives the database's failures their place among AWS's errors.
  private func reporting<T>(_ body: () throws(DatabaseError) -> T) throws(AWSError) -> T {
    do throws(DatabaseError) { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  /// A change that breaks a unique key means that the name is taken.
  private func inserting(_ kind: String, _ body: () throws(DatabaseError) -> Void) throws(AWSError) {
    do throws(DatabaseError) { try body() } catch {
      throw error.isConstraint ? AWSError.alreadyExists(kind) : AWSError.internal("\(error)")
    }
  }

  // MARK: Databases

  func find(database name: String, _ account: String, _ region: String) throws(AWSError) -> StoredDatabase? {
    let row = try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT id, body FROM glue_databases WHERE account = ? AND region = ? AND name = ?").first(
        [.text(account), .text(region), .text(name)]
      ) { (id: $0.int(0), body: $0.blob(1)) }
    }
    guard let row else { return nil }
    return StoredDatabase(id: row.id, body: Values(try Structure(json: row.body, Database.shape)))
  }

  /// In byte order of the names, behind `after`.
  func databases(
    _ account: String, _ region: String, after: String, limit: Int
  ) throws(AWSError) -> [Values<Database>] {
    let rows = try reporting { () throws(DatabaseError) in
      try database.prepare(
        "SELECT body FROM glue_databases WHERE account = ? AND region = ? AND name > ? ORDER BY name LIMIT ?"
      ).all([.text(account), .text(region), .text(after), .int(limit)]) { $0.blob(0) }
    }
    return try rows.map { (json) throws(AWSError) in Values(try Structure(json: json, Database.shape)) }
  }

  func insert(_ body: Values<Database>, _ account: String, _ region: String) throws(AWSError) {
    try inserting("Database") { () throws(DatabaseError) in
      try database.prepare("INSERT INTO glue_databases (account, region, name, body) VALUES (?, ?, ?, ?)").run(
        .text(account), .text(region), .text(body[Database.name]), .blob(body.structure.json))
    }
  }

  func update(_ stored: StoredDatabase) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("UPDATE glue_databases SET body = ? WHERE id = ?").run(
        .blob(stored.body.structure.json), .int(stored.id))
    }
  }

  /// Gone at once; its tables are swept in pages.
  func delete(database id: Int) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("INSERT INTO glue_dropped_databases VALUES (?)").run(.int(id))
      try database.prepare("DELETE FROM glue_databases WHERE id = ?").run(.int(id))
    }
  }

  func reset(account: String?) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      let chosen = account == nil ? "" : "WHERE account = ?"
      let values: [Statement.Binding] = account.map { [.text($0)] } ?? []
      for sql in ["INSERT INTO glue_dropped_databases SELECT id", "DELETE"] {
        let statement = try database.prepare("\(sql) FROM glue_databases \(chosen)")
        statement.bind(values)
        try statement.run()
      }
    }
  }

  // MARK: Tables

  func find(table name: String, in stored: StoredDatabase) throws(AWSError) -> StoredTable? {
    let row = try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT id, body FROM glue_tables WHERE database = ? AND name = ?").first(
        [.int(stored.id), .text(name)]
      ) { (id: $0.int(0), body: $0.blob(1)) }
    }
    guard let row else { return nil }
    return StoredTable(id: row.id, body: Values(try Structure(json: row.body, Table.shape)))
  }

  /// Those whose names `accepts` takes, in byte order behind `after`, at most `limit`.
  func tables(
    of stored: StoredDatabase, after: String, limit: Int, _ accepts: (String) -> Bool
  ) throws(AWSError) -> [Values<Table>] {
    var bodies: [[UInt8]] = []
    try reporting { () throws(DatabaseError) in
      let select = try database.prepare(
        "SELECT name, body FROM glue_tables WHERE database = ? AND name > ? ORDER BY name")
      try select.each([.int(stored.id), .text(after)]) { row in
        if accepts(row.text(0)) { bodies.append(row.blob(1)) }
        return bodies.count < limit
      }
    }
    return try bodies.map { (json) throws(AWSError) in Values(try Structure(json: json, Table.shape)) }
  }

  func insert(_ body: Values<Table>, in stored: StoredDatabase) throws(AWSError) {
    try inserting("Table") { () throws(DatabaseError) in
      try database.prepare("INSERT INTO glue_tables (database, name, body) VALUES (?, ?, ?)").run(
        .int(stored.id), .text(body[Table.name]), .blob(body.structure.json))
    }
  }

  func update(_ stored: StoredTable) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("UPDATE glue_tables SET body = ? WHERE id = ?").run(
        .blob(stored.body.structure.json), .int(stored.id))
    }
  }

  /// Gone at once; its partitions are swept in pages.
  func delete(table id: Int) throws(AWSError) {
    try reporting { () throws(DatabaseError) in
      try database.prepare("INSERT INTO glue_dropped_tables VALUES (?)").run(.int(id))
      try database.prepare("DELETE FROM glue_tables WHERE id = ?").run(.int(id))
    }
  }

  // MARK: Partitions

  func find(partition values: [String], of table: StoredTable) throws(AWSError) -> Values<Partition>? {
    let json = try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT body FROM glue_partitions WHERE parent = ? AND key = ?").first(
        [.int(table.id), .blob(PartitionValues(values).key)]
      ) { $0.blob(0) }
    }
    guard let json else { return nil }
    return Values(try Structure(json: json, Partition.shape))
  }

  /// A page of partitions in the order of their values, behind the key `after`, with their rows.
  func partitions(
    of table: StoredTable, after: [UInt8], limit: Int
  ) throws(AWSError) -> [(row: Int, key: [UInt8], body: Values<Partition>)] {
    let rows = try reporting { () throws(DatabaseError) in
      try database.prepare(
        "SELECT id, key, body FROM glue_partitions WHERE parent = ? AND key > ? ORDER BY key LIMIT ?"
      ).all([.int(table.id), .blob(after), .int(limit)]) { (row: $0.int(0), key: $0.blob(1), body: $0.blob(2)) }
    }
    return try rows.map { (row) throws(AWSError) in
      (row.row, row.key, Values<Partition>(try Structure(json: row.body, Partition.shape)))
    }
  }

  func insert(_ body: Values<Partition>, of table: StoredTable) throws(AWSError) {
    try inserting("Partition") { () throws(DatabaseError) in
      try database.prepare("INSERT INTO glue_partitions (parent, key, body) VALUES (?, ?, ?)").run(
        .int(table.id), .blob(PartitionValues(body[Partition.values] ?? []).key), .blob(body.structure.json))
    }
  }

  /// Whether it was there.
  func delete(partition values: [String], of table: StoredTable) throws(AWSError) -> Bool {
    try reporting { () throws(DatabaseError) -> Bool in
      try database.prepare("DELETE FROM glue_partitions WHERE parent = ? AND key = ?").run(
        .int(table.id), .blob(PartitionValues(values).key))
      return database.changes > 0
    }
  }

  // MARK: Sweeping

  /// Deletes a page of what deleted databases and tables left; false when nothing is left.
  func sweep() throws(AWSError) -> Bool {
    try reporting { () throws(DatabaseError) -> Bool in
      let table = try database.prepare("SELECT id FROM glue_dropped_tables LIMIT 1").first([]) { $0.int(0) }
      if let table {
        try database.prepare(
          "DELETE FROM glue_partitions WHERE id IN (SELECT id FROM glue_partitions WHERE parent = ? LIMIT \(Self.page))"
        ).run(.int(table))
        if database.changes < Self.page {
          try database.prepare("DELETE FROM glue_dropped_tables WHERE id = ?").run(.int(table))
        }
        return true
      }
      let dropped = try database.prepare("SELECT id FROM glue_dropped_databases LIMIT 1").first([]) { $0.int(0) }
      guard let dropped else { return false }
      let tables = try database.prepare("SELECT id FROM glue_tables WHERE database = ? LIMIT \(Self.page)").all(
        [.int(dropped)]
      ) { $0.int(0) }
      for table in tables {
        try database.prepare("INSERT INTO glue_dropped_tables VALUES (?)").run(.int(table))
        try database.prepare("DELETE FROM glue_tables WHERE id = ?").run(.int(table))
      }
      if tables.count < Self.page {
        try database.prepare("DELETE FROM glue_dropped_databases WHERE id = ?").run(.int(dropped))
      }
      return true
    }
  }

  func count(_ table: String) throws(AWSError) -> Int {
    try reporting { () throws(DatabaseError) in
      try database.prepare("SELECT count(*) FROM \(table)").first([]) { $0.int(0) } ?? 0
    }
  }
}
