import Protocols
import Storage

/// The tables of DynamoDB and their items. Loop only.
///
/// Items of all tables are rows of one SQLite table with a unique key that memcmp orders (`ItemKey`): reading an item is
/// a lookup, a query a range read, a scan a walk. A deleted table's rows are swept in pages.
final class DynamoDBStore {
  private static let schema = [
    """
    CREATE TABLE dynamodb_tables (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL,
      name TEXT NOT NULL, uuid TEXT NOT NULL, created INTEGER NOT NULL, partition_name TEXT NOT NULL,
      partition_type INTEGER NOT NULL, sort_name TEXT, sort_type INTEGER, read_units INTEGER, write_units INTEGER,
      class TEXT, items INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, UNIQUE (account, region, name));
    CREATE TABLE dynamodb_items (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, item BLOB NOT NULL);
    CREATE TABLE dynamodb_dropped_tables (id INTEGER PRIMARY KEY)
    """
  ]

  /// Rows that one statement touches at the most.
  static let page = 500

  private let database: Database
  var round: Round { database.round }
  private(set) var tables: [Name: Table] = [:]

  private let selectItem: Statement
  private let insertItem: Statement
  private let updateItem: Statement
  private let deleteItem: Statement
  private let walkUp: Statement
  private let walkDown: Statement
  private let adjustTable: Statement

  struct Name: Hashable {
    var account: String
    var region: String
    var name: String
  }

  struct StoredItem {
    var row: Int
    var item: Item
  }

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb", steps: DynamoDBStore.schema)
    selectItem = try database.prepare("SELECT id, item FROM dynamodb_items WHERE key = ?")
    insertItem = try database.prepare("INSERT INTO dynamodb_items (key, item) VALUES (?, ?)")
    updateItem = try database.prepare("UPDATE dynamodb_items SET item = ? WHERE id = ?")
    deleteItem = try database.prepare("DELETE FROM dynamodb_items WHERE id = ?")
    walkUp = try database.prepare(
      "SELECT key, item FROM dynamodb_items WHERE key >= ? AND key < ? ORDER BY key LIMIT ?")
    walkDown = try database.prepare(
      "SELECT key, item FROM dynamodb_items WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?")
    adjustTable = try database.prepare("UPDATE dynamodb_tables SET items = items + ?, bytes = bytes + ? WHERE id = ?")
    try load()
  }

  private func load() throws {
    let select = try database.prepare(
      """
      SELECT id, account, region, name, uuid, created, partition_name, partition_type, sort_name, sort_type, read_units,
        write_units, class FROM dynamodb_tables
      """)
    let found = try select.all([]) { row in
      let partition = KeyAttribute(row.text(6), Self.type(row.int(7)))
      let sort = row.text(orNil: 8).map { KeyAttribute($0, Self.type(row.int(9))) }
      let throughput = row.int(orNil: 10).map { Table.Throughput(read: $0, write: row.int(11)) }
      return Table(
        id: row.int(0), account: row.text(1), region: row.text(2), name: row.text(3), uuid: row.text(4),
        created: row.int(5), key: TableKey(partition, sort), throughput: throughput, tableClass: row.text(orNil: 12))
    }
    for table in found { tables[Self.name(of: table)] = table }
  }

  private static func type(_ raw: Int) -> AttributeType { AttributeType(rawValue: UInt8(raw)) ?? .string }

  private static func name(of table: Table) -> Name {
    Name(account: table.account, region: table.region, name: table.name)
  }

  // MARK: Tables

  func table(_ account: String, _ region: String, _ name: String) -> Table? {
    tables[Name(account: account, region: region, name: name)]
  }

  /// In byte order of the names.
  func tables(of account: String, in region: String) -> [Table] {
    tables.values.filter { $0.account == account && $0.region == region }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// `table.id` is not looked at: the row's number is the new table's.
  func create(_ table: Table) throws(AWSError) -> Table {
    do {
      try database.prepare(
        """
        INSERT INTO dynamodb_tables (account, region, name, uuid, created, partition_name, partition_type, sort_name,
          sort_type, read_units, write_units, class) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .text(table.account), .text(table.region), .text(table.name), .text(table.uuid), .int(table.created),
        .text(table.key.partition.text), .int(Int(table.key.partition.type.rawValue)),
        .text(orNull: table.key.sort?.text), .int(orNull: table.key.sort.map { Int($0.type.rawValue) }),
        .int(orNull: table.throughput?.read), .int(orNull: table.throughput?.write), .text(orNull: table.tableClass))
      let created = Table(
        id: database.lastInsertedRow, account: table.account, region: table.region, name: table.name, uuid: table.uuid,
        created: table.created, key: table.key, throughput: table.throughput, tableClass: table.tableClass)
      let name = Self.name(of: created)
      tables[name] = created
      round.onUndo { [self] in tables[name] = nil }
      return created
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// The table is gone at once; its items are swept in pages.
  func delete(_ table: Table) throws(AWSError) {
    do {
      try database.prepare("INSERT INTO dynamodb_dropped_tables VALUES (?)").run(.int(table.id))
      try database.prepare("DELETE FROM dynamodb_tables WHERE id = ?").run(.int(table.id))
      let name = Self.name(of: table)
      tables[name] = nil
      round.onUndo { [self] in tables[name] = table }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  func deleteTables(of account: String?) throws(AWSError) {
    for table in Array(tables.values) where account == nil || table.account == account { try delete(table) }
  }

  /// How many items the table holds, and their bytes by DynamoDB's arithmetic.
  func contents(of table: Table) throws(AWSError) -> (items: Int, bytes: Int) {
    do {
      let found = try database.prepare("SELECT items, bytes FROM dynamodb_tables WHERE id = ?").first([.int(table.id)])
      {
        (items: $0.int(0), bytes: $0.int(1))
      }
      return found ?? (0, 0)
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// Counts what was written; once an operation for each table.
  func adjust(_ table: Table, items: Int, bytes: Int) throws(AWSError) {
    if items == 0 && bytes == 0 { return }
    do {
      adjustTable.bind(1, items)
      adjustTable.bind(2, bytes)
      adjustTable.bind(3, table.id)
      try adjustTable.run()
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  // MARK: Items

  func item(_ key: [UInt8]) throws(AWSError) -> StoredItem? {
    do {
      selectItem.bind(1, key)
      defer { selectItem.reset() }
      guard try selectItem.step() else { return nil }
      return StoredItem(row: selectItem.int(0), item: Item(bytes: selectItem.blob(1)))
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// `old` is what `item` has just given for the key.
  func put(_ item: Item, _ key: [UInt8], replacing old: StoredItem?) throws(AWSError) {
    do {
      if let old {
        updateItem.bind(1, item.bytes)
        updateItem.bind(2, old.row)
        try updateItem.run()
      } else {
        insertItem.bind(1, key)
        insertItem.bind(2, item.bytes)
        try insertItem.run()
      }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  func delete(_ old: StoredItem) throws(AWSError) {
    do {
      deleteItem.bind(1, old.row)
      try deleteItem.run()
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  /// Calls `take` with each item of the range, in the order of the keys or against it, until it answers false.
  /// `place` is the first byte of the hash. The range is read in pages, the first of them no larger than `expected`.
  func walk(
    _ range: KeyRange, forward: Bool, expecting expected: Int, _ take: (_ place: UInt8, Item) -> Bool
  ) throws(AWSError) {
    let statement = forward ? walkUp : walkDown
    var rest = range
    var size = max(1, min(expected, Self.page))
    do {
      while true {
        statement.bind(1, rest.lower)
        statement.bind(2, rest.upper)
        statement.bind(3, size)
        defer { statement.reset() }
        var count = 0
        while try statement.step() {
          count += 1
          // The last key of a full page is where the next one begins.
          if count == size {
            let last = statement.blob(0)
            if forward { rest.lower = ItemKey.after(last) } else { rest.upper = last }
          }
          let place = statement.withBlob(0) { $0[ItemKey.hashOffset] }
          if !take(place, Item(bytes: statement.blob(1))) { return }
        }
        if count < size { return }
        size = Self.page
      }
    } catch {
      throw AWSError.internal("\(error)")
    }
  }

  // MARK: Sweeping

  /// Deletes one page of a deleted table's items; false when nothing is left to sweep.
  func sweep() throws(AWSError) -> Bool {
    do {
      let dropped = try database.prepare("SELECT id FROM dynamodb_dropped_tables LIMIT 1").first([]) { $0.int(0) }
      guard let dropped else { return false }
      let range = KeyRange(table: dropped)
      try database.prepare(
        """
        DELETE FROM dynamodb_items WHERE id IN
          (SELECT id FROM dynamodb_items WHERE key >= ? AND key < ? LIMIT \(Self.page))
        """
      ).run(.blob(range.lower), .blob(range.upper))
      if database.changes < Self.page {
        try database.prepare("DELETE FROM dynamodb_dropped_tables WHERE id = ?").run(.int(dropped))
      }
      return true
    } catch {
      throw AWSError.internal("\(error)")
    }
  }
}
