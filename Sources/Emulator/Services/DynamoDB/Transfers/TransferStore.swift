import Protocols
import Storage

/// Exports to and imports from S3. Loop only.
final class TransferStore {
  private static let schema = [
    """
    CREATE TABLE dynamodb_transfers (id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL,
      arn TEXT NOT NULL UNIQUE, account TEXT NOT NULL, region TEXT NOT NULL, table_id INTEGER NOT NULL,
      table_arn TEXT NOT NULL, status TEXT NOT NULL, token TEXT NOT NULL, description BLOB NOT NULL,
      first_entry INTEGER NOT NULL, last_entry INTEGER NOT NULL);
    CREATE INDEX dynamodb_transfers_status ON dynamodb_transfers (status);
    """
  ]

  private static let columns =
    "id, kind, arn, account, region, table_id, table_arn, status, token, description, first_entry, last_entry"

  private let database: Database
  /// Tables that an import is filling.
  private(set) var importing: Set<Int> = []

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb-transfers", steps: TransferStore.schema)
    try database.prepare("SELECT table_id FROM dynamodb_transfers WHERE status = 'IN_PROGRESS' AND kind = 1").each([]) {
      importing.insert($0.int(0))
      return true
    }
  }

  private func checked<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  private func transfer(_ row: Statement) -> Transfer {
    Transfer(
      id: row.int(0), kind: Transfer.Kind(rawValue: row.int(1)) ?? .export, arn: row.text(2), account: row.text(3),
      region: row.text(4), tableID: row.int(5), tableARN: row.text(6), status: row.text(7), clientToken: row.text(8),
      description: row.blob(9), firstEntry: row.int(10), lastEntry: row.int(11))
  }

  func add(_ transfer: Transfer) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare(
        """
        INSERT INTO dynamodb_transfers (kind, arn, account, region, table_id, table_arn, status, token, description,
          first_entry, last_entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .int(transfer.kind.rawValue), .text(transfer.arn), .text(transfer.account), .text(transfer.region),
        .int(transfer.tableID), .text(transfer.tableARN), .text(transfer.status), .text(transfer.clientToken),
        .blob(transfer.description), .int(transfer.firstEntry), .int(transfer.lastEntry))
    }
    if transfer.kind == .import {
      importing.insert(transfer.tableID)
      database.round.onUndo { [self] in importing.remove(transfer.tableID) }
    }
  }

  func find(_ arn: String) throws(AWSError) -> Transfer? {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT \(Self.columns) FROM dynamodb_transfers WHERE arn = ?").first([.text(arn)]) {
        transfer($0)
      }
    }
  }

  /// The one that was asked for with the same token.
  func find(_ kind: Transfer.Kind, token: String, of account: String, _ region: String) throws(AWSError) -> Transfer? {
    try checked { () throws(DatabaseError) in
      try database.prepare(
        """
        SELECT \(Self.columns) FROM dynamodb_transfers WHERE kind = ? AND token = ? AND account = ? AND region = ?
        """
      ).first([.int(kind.rawValue), .text(token), .text(account), .text(region)]) { transfer($0) }
    }
  }

  /// The youngest first, before the one of that number.
  func list(
    _ kind: Transfer.Kind, of account: String, _ region: String, table: String?, before id: Int, limit: Int
  ) throws(AWSError) -> [Transfer] {
    try checked { () throws(DatabaseError) in
      try database.prepare(
        """
        SELECT \(Self.columns) FROM dynamodb_transfers WHERE kind = ? AND account = ? AND region = ? AND id < ?
          AND (? IS NULL OR table_arn = ?) ORDER BY id DESC LIMIT ?
        """
      ).all([
        .int(kind.rawValue), .text(account), .text(region), .int(id), .text(orNull: table), .text(orNull: table),
        .int(limit),
      ]) { transfer($0) }
    }
  }

  /// What a worker has to do next.
  func next() throws(AWSError) -> Transfer? {
    try checked { () throws(DatabaseError) in
      try database.prepare(
        "SELECT \(Self.columns) FROM dynamodb_transfers WHERE status = 'IN_PROGRESS' ORDER BY id LIMIT 1"
      ).first([]) { transfer($0) }
    }
  }

  func end(_ transfer: Transfer, status: String, _ description: [UInt8]) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("UPDATE dynamodb_transfers SET status = ?, description = ? WHERE id = ?").run(
        .text(status), .blob(description), .int(transfer.id))
    }
    if importing.remove(transfer.tableID) != nil {
      database.round.onUndo { [self] in importing.insert(transfer.tableID) }
    }
  }

  func forget(account: String?) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_transfers WHERE ? IS NULL OR account = ?").run(
        .text(orNull: account), .text(orNull: account))
    }
    importing = []
  }
}
