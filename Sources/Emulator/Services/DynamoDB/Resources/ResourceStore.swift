import Protocols
import Storage

/// Tags and resource policies, by the ARN that they belong to. Loop only.
final class ResourceStore {
  private static let schema = [
    """
    CREATE TABLE dynamodb_tags (table_id INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
      UNIQUE (table_id, key));
    CREATE TABLE dynamodb_policies (arn TEXT PRIMARY KEY, policy TEXT NOT NULL, revision TEXT NOT NULL);
    """
  ]

  private let database: Database

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "dynamodb-resources", steps: ResourceStore.schema)
  }

  private func checked<Result>(_ body: () throws(DatabaseError) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Tags

  /// In the order of their keys.
  func tags(ofTable id: Int) throws(AWSError) -> [(key: String, value: String)] {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT key, value FROM dynamodb_tags WHERE table_id = ? ORDER BY key").all([.int(id)]) {
        (key: $0.text(0), value: $0.text(1))
      }
    }
  }

  func set(_ tags: [(key: String, value: String)], ofTable id: Int) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      let insert = try database.prepare("INSERT OR REPLACE INTO dynamodb_tags VALUES (?, ?, ?)")
      for tag in tags { try insert.run(.int(id), .text(tag.key), .text(tag.value)) }
    }
  }

  func remove(_ keys: [String], ofTable id: Int) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      let delete = try database.prepare("DELETE FROM dynamodb_tags WHERE table_id = ? AND key = ?")
      for key in keys { try delete.run(.int(id), .text(key)) }
    }
  }

  // MARK: Policies

  func policy(of arn: String) throws(AWSError) -> (policy: String, revision: String)? {
    try checked { () throws(DatabaseError) in
      try database.prepare("SELECT policy, revision FROM dynamodb_policies WHERE arn = ?").first([.text(arn)]) {
        (policy: $0.text(0), revision: $0.text(1))
      }
    }
  }

  func set(_ policy: String, revision: String, of arn: String) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("INSERT OR REPLACE INTO dynamodb_policies VALUES (?, ?, ?)").run(
        .text(arn), .text(policy), .text(revision))
    }
  }

  func deletePolicy(of arn: String) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_policies WHERE arn = ?").run(.text(arn))
    }
  }

  /// What a table had goes with it.
  func forget(_ table: Table) throws(AWSError) {
    try checked { () throws(DatabaseError) in
      try database.prepare("DELETE FROM dynamodb_tags WHERE table_id = ?").run(.int(table.id))
      // `0` follows `/`: the range of ARNs below the table's (its streams).
      try database.prepare("DELETE FROM dynamodb_policies WHERE arn = ? OR (arn >= ? AND arn < ?)").run(
        .text(table.arn), .text(table.arn + "/"), .text(table.arn + "0"))
    }
  }
}
