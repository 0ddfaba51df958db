import Protocols
import Storage

/// The tables of DynamoDB with their indexes; their items are in `rows`. Loop only.
final class DynamoDBStore {
  private static let schema = [
    """
    CREATE TABLE dynamodb_tables (id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, uuid TEXT NOT NULL, created INTEGER NOT NULL, definition BLOB NOT NULL,
      UNIQUE (account, region, name));
    CREATE TABLE dynamodb_indexes (id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, definition BLOB NOT NULL,
      filled_to BLOB);
    CREATE INDEX dynamodb_indexes_table ON dynamodb_indexes (table_id);
    \(ItemRows.schema);
    \(TransactionTokens.schema)
    """
  ]

  let database: Database
  let rows: ItemRows
  var round: Round { database.round }
  private(set) var tables: [Name: Table] = [:] {
    didSet { last = nil }
  }
  /// The table that was found last.
  private var last: Table?
  /// Told of every change of a table that `isFollowed`, within the write's own transaction. Set once, by the service.
  var follower: (any ItemFollower)?

  /// nil: nothing is throttled.
  var throttle: Throttle?

  struct Name: Hashable {
    var account: String
    var region: String
    var name: String
  }

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb", steps: DynamoDBStore.schema)
    rows = try ItemRows(database)
    try load()
  }

  private func load() throws {
    typealias Stored = (id: Int, table: Int, definition: [UInt8], filledTo: [UInt8]?)
    let stored = try database.prepare("SELECT id, table_id, definition, filled_to FROM dynamodb_indexes ORDER BY id")
      .all([]) { row -> Stored in (row.int(0), row.int(1), row.blob(2), row.blob(orNil: 3)) }
    let indexes = Dictionary(grouping: stored) { $0.table }
    let found = try database.prepare(
      "SELECT id, account, region, name, uuid, created, definition FROM dynamodb_tables"
    ).all([]) { row in
      (row.int(0), row.text(1), row.text(2), row.text(3), row.text(4), row.int(5), row.blob(6))
    }
    for (id, account, region, name, uuid, created, json) in found {
      let definition = Values<TableDefinition>(try Structure(json: json, TableDefinition.shape))
      var own: [SecondaryIndex] = []
      for index in indexes[id] ?? [] {
        own.append(
          SecondaryIndex(
            id: index.id, definition: Values(try Structure(json: index.definition, IndexDefinition.shape)),
            filledTo: index.filledTo, of: definition))
      }
      let table = Table(
        id: id, account: account, region: region, name: name, uuid: uuid, created: created, definition: definition,
        indexes: own)
      tables[Self.name(of: table)] = table
    }
  }

  private static func name(of table: Table) -> Name {
    Name(account: table.account, region: table.region, name: table.name)
  }

  // MARK: Tables

  func table(_ account: String, _ region: String, _ name: String) -> Table? {
    // Requests name the same table again and again, and hashing three strings costs more than comparing them.
    if let last, last.name == name, last.account == account, last.region == region { return last }
    last = tables[Name(account: account, region: region, name: name)]
    return last
  }

  /// In byte order of the names.
  func tables(of account: String, in region: String) -> [Table] {
    tables.values.filter { $0.account == account && $0.region == region }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Makes a table with its indexes, which are complete: there is nothing in it yet.
  func create(
    account: String, region: String, name: String, uuid: String, created: Int, _ definition: Values<TableDefinition>,
    indexes: [Values<IndexDefinition>]
  ) throws(AWSError) -> Table {
    let id = try rows.makeSpace()
    try guarded { () throws(DatabaseError) in
      try database.prepare(
        """
        INSERT INTO dynamodb_tables (id, account, region, name, uuid, created, definition)
          VALUES (?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .int(id), .text(account), .text(region), .text(name), .text(uuid), .int(created),
        .blob(definition.structure.json))
    }
    var table = Table(
      id: id, account: account, region: region, name: name, uuid: uuid, created: created, definition: definition,
      indexes: [])
    set(table)
    for index in indexes { table = try add(index, to: table, filledTo: nil) }
    return table
  }

  /// Puts another definition in the place of the table's; gives the table as it is then.
  @discardableResult
  func replace(_ table: Table, definition: Values<TableDefinition>) throws(AWSError) -> Table {
    try guarded { () throws(DatabaseError) in
      try database.prepare("UPDATE dynamodb_tables SET definition = ? WHERE id = ?")
        .run(.blob(definition.structure.json), .int(table.id))
    }
    let changed = table.with(definition: definition)
    set(changed)
    return changed
  }

  /// The table is gone at once; its items are swept in pages.
  func delete(_ table: Table) throws(AWSError) {
    for index in table.indexes { try rows.drop(space: index.id) }
    try rows.drop(space: table.id)
    try guarded { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_indexes WHERE table_id = ?").run(.int(table.id))
      try database.prepare("DELETE FROM dynamodb_tables WHERE id = ?").run(.int(table.id))
    }
    let name = Self.name(of: table)
    tables[name] = nil
    round.onUndo { [self] in tables[name] = table }
  }

  func deleteTables(of account: String?) throws(AWSError) {
    for table in Array(tables.values) where account == nil || table.account == account { try delete(table) }
  }

  private func set(_ table: Table) {
    let name = Self.name(of: table)
    let old = tables.updateValue(table, forKey: name)
    round.onUndo { [self] in tables[name] = old }
  }

  // MARK: Indexes

  /// `filledTo` nil: complete; empty: nothing of the table is in it yet.
  func add(
    _ definition: Values<IndexDefinition>, to table: Table, filledTo: [UInt8]?
  ) throws(AWSError) -> Table {
    let id = try rows.makeSpace()
    try guarded { () throws(DatabaseError) in
      try database.prepare("INSERT INTO dynamodb_indexes (id, table_id, definition, filled_to) VALUES (?, ?, ?, ?)")
        .run(.int(id), .int(table.id), .blob(definition.structure.json), .blob(orNull: filledTo))
    }
    let index = SecondaryIndex(id: id, definition: definition, filledTo: filledTo, of: table.definition)
    let changed = table.with(indexes: table.indexes + [index])
    set(changed)
    return changed
  }

  /// Puts another definition, or another state of filling, in the place of an index's.
  @discardableResult
  func replace(
    _ index: SecondaryIndex, of table: Table, definition: Values<IndexDefinition>, filledTo: [UInt8]?
  ) throws(AWSError) -> Table {
    try guarded { () throws(DatabaseError) in
      try database.prepare("UPDATE dynamodb_indexes SET definition = ?, filled_to = ? WHERE id = ?")
        .run(.blob(definition.structure.json), .blob(orNull: filledTo), .int(index.id))
    }
    let changed = table.with(
      indexes: table.indexes.map { each in
        if each.id != index.id { return each }
        return SecondaryIndex(id: each.id, definition: definition, filledTo: filledTo, of: table.definition)
      })
    set(changed)
    return changed
  }

  /// The index is gone at once; its entries are swept in pages.
  func remove(_ index: SecondaryIndex, of table: Table) throws(AWSError) -> Table {
    try rows.drop(space: index.id)
    try guarded { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_indexes WHERE id = ?").run(.int(index.id))
    }
    let changed = table.with(indexes: table.indexes.filter { $0.id != index.id })
    set(changed)
    return changed
  }

  private func guarded<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }
}
