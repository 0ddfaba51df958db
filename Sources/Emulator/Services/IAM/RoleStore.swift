import Protocols
import Storage

/// Roles, and what roles, users and policies share: inline policies, attachments and tags. `owner` is `role/<name>` or
/// `user/<name>`, the name in lower case.
extension IAMStore {
  private static let roleColumns = "account, name, path, id, created, trust_policy, description, max_session"

  private static func role(_ row: Statement) -> RoleRecord {
    RoleRecord(
      account: row.text(0), name: row.text(1), path: row.text(2), id: row.text(3), created: row.int(4),
      trustPolicy: row.text(5), description: row.text(orNil: 6), maxSession: row.int(7))
  }

  func role(_ account: String, _ name: String) throws(AWSError) -> RoleRecord? {
    try checked {
      try database.prepare("SELECT \(IAMStore.roleColumns) FROM iam_roles WHERE account = ? AND key = ?").first(
        [.text(account), .text(name.lowercased())], IAMStore.role)
    }
  }

  /// Up to `limit` roles behind the key `after`, in the order of their names, under the path.
  func roles(
    _ account: String, path: String, after: String, limit: Int
  ) throws(AWSError) -> [RoleRecord] {
    try checked {
      try database.prepare(
        """
        SELECT \(IAMStore.roleColumns) FROM iam_roles WHERE account = ? AND key > ? AND substr(path, 1, length(?3)) = ?3
        ORDER BY key LIMIT ?
        """
      ).all([.text(account), .text(after), .text(path), .int(limit)], IAMStore.role)
    }
  }

  /// Writes the role, new or changed.
  func put(_ role: RoleRecord) throws(AWSError) {
    try checked {
      try database.prepare(
        """
        INSERT OR REPLACE INTO iam_roles (account, key, name, path, id, created, trust_policy, description, max_session)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .text(role.account), .text(role.name.lowercased()), .text(role.name), .text(role.path), .text(role.id),
        .int(role.created), .text(role.trustPolicy), .text(orNull: role.description), .int(role.maxSession))
    }
  }

  func delete(_ role: RoleRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM iam_roles WHERE account = ? AND key = ?").run(
        .text(role.account), .text(role.name.lowercased()))
      try database.prepare("DELETE FROM iam_tags WHERE account = ? AND owner = ?").run(
        .text(role.account), .text(role.owner))
    }
  }

  // MARK: Inline policies

  func inlinePolicies(_ account: String, _ owner: String) throws(AWSError) -> [(name: String, document: String)] {
    try checked {
      try database.prepare(
        "SELECT name, document FROM iam_inline_policies WHERE account = ? AND owner = ? ORDER BY key"
      ).all([.text(account), .text(owner)]) { ($0.text(0), $0.text(1)) }
    }
  }

  func putInlinePolicy(_ account: String, _ owner: String, _ name: String, _ document: String) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO iam_inline_policies VALUES (?, ?, ?, ?, ?)").run(
        .text(account), .text(owner), .text(name.lowercased()), .text(name), .text(document))
    }
  }

  /// Whether there was one.
  func deleteInlinePolicy(_ account: String, _ owner: String, _ name: String) throws(AWSError) -> Bool {
    try checked {
      try database.prepare("DELETE FROM iam_inline_policies WHERE account = ? AND owner = ? AND key = ?").run(
        .text(account), .text(owner), .text(name.lowercased()))
      return database.changes > 0
    }
  }

  // MARK: Attachments

  /// The ARNs of the attached policies, in their order.
  func attachments(_ account: String, _ owner: String) throws(AWSError) -> [String] {
    try checked {
      try database.prepare("SELECT policy FROM iam_attachments WHERE account = ? AND owner = ? ORDER BY policy").all([
        .text(account), .text(owner),
      ]) { $0.text(0) }
    }
  }

  func attach(_ policyARN: String, to owner: String, _ account: String) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR IGNORE INTO iam_attachments VALUES (?, ?, ?)").run(
        .text(account), .text(owner), .text(policyARN))
    }
  }

  /// Whether it was attached.
  func detach(_ policyARN: String, from owner: String, _ account: String) throws(AWSError) -> Bool {
    try checked {
      try database.prepare("DELETE FROM iam_attachments WHERE account = ? AND owner = ? AND policy = ?").run(
        .text(account), .text(owner), .text(policyARN))
      return database.changes > 0
    }
  }

  func attachmentCount(_ policyARN: String, _ account: String) throws(AWSError) -> Int {
    try checked {
      try database.prepare("SELECT count(*) FROM iam_attachments WHERE account = ? AND policy = ?").first([
        .text(account), .text(policyARN),
      ]) { $0.int(0) } ?? 0
    }
  }

  // MARK: Tags. Keys are unique without regard to case.

  func tags(_ account: String, _ owner: String) throws(AWSError) -> [(name: String, value: String)] {
    try checked {
      try database.prepare("SELECT name, value FROM iam_tags WHERE account = ? AND owner = ? ORDER BY key").all([
        .text(account), .text(owner),
      ]) { ($0.text(0), $0.text(1)) }
    }
  }

  func setTag(_ name: String, _ value: String, _ account: String, _ owner: String) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO iam_tags VALUES (?, ?, ?, ?, ?)").run(
        .text(account), .text(owner), .text(name.lowercased()), .text(name), .text(value))
    }
  }

  func removeTag(_ name: String, _ account: String, _ owner: String) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM iam_tags WHERE account = ? AND owner = ? AND key = ?").run(
        .text(account), .text(owner), .text(name.lowercased()))
    }
  }
}
