import Protocols
import Storage

/// Groups and who is in them.
extension IAMStore {
  private static let groupColumns = "account, name, path, id, created"

  private static func group(_ row: Statement) -> GroupRecord {
    GroupRecord(account: row.text(0), name: row.text(1), path: row.text(2), id: row.text(3), created: row.int(4))
  }

  func group(_ account: String, _ name: String) throws(AWSError) -> GroupRecord? {
    try checked {
      try database.prepare("SELECT \(IAMStore.groupColumns) FROM iam_groups WHERE account = ? AND key = ?").first(
        [.text(account), .text(name.lowercased())], IAMStore.group)
    }
  }

  /// Up to `limit` groups behind the key `after`, in the order of their names, under the path.
  func groups(_ account: String, path: String, after: String, limit: Int) throws(AWSError) -> [GroupRecord] {
    try checked {
      try database.prepare(
        """
        SELECT \(IAMStore.groupColumns) FROM iam_groups WHERE account = ? AND key > ?
          AND substr(path, 1, length(?3)) = ?3 ORDER BY key LIMIT ?
        """
      ).all([.text(account), .text(after), .text(path), .int(limit)], IAMStore.group)
    }
  }

  func insert(_ group: GroupRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT INTO iam_groups VALUES (?, ?, ?, ?, ?, ?)").run(
        .text(group.account), .text(group.name.lowercased()), .text(group.name), .text(group.path), .text(group.id),
        .int(group.created))
    }
  }

  /// Another name or path; the policies and the users stay.
  func rename(_ group: GroupRecord, to name: String, path: String) throws(AWSError) {
    let key = name.lowercased()
    try checked {
      try database.prepare("UPDATE iam_groups SET key = ?, name = ?, path = ? WHERE account = ? AND key = ?").run(
        .text(key), .text(name), .text(path), .text(group.account), .text(group.name.lowercased()))
      try database.prepare("UPDATE iam_memberships SET group_key = ? WHERE account = ? AND group_key = ?").run(
        .text(key), .text(group.account), .text(group.name.lowercased()))
    }
    try move(group.owner, to: "group/\(key)", group.account)
  }

  func delete(_ group: GroupRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM iam_groups WHERE account = ? AND key = ?").run(
        .text(group.account), .text(group.name.lowercased()))
    }
  }

  /// What an entity holds goes with its new name.
  func move(_ owner: String, to new: String, _ account: String) throws(AWSError) {
    if owner == new { return }
    try checked {
      for table in ["iam_inline_policies", "iam_attachments", "iam_tags"] {
        try database.prepare("UPDATE \(table) SET owner = ? WHERE account = ? AND owner = ?").run(
          .text(new), .text(account), .text(owner))
      }
    }
  }

  // MARK: Who is in them

  /// In the order of their names, behind the key.
  func users(in group: GroupRecord, after: String, limit: Int) throws(AWSError) -> [UserRecord] {
    let names: [String] = try checked {
      try database.prepare(
        """
        SELECT user_key FROM iam_memberships WHERE account = ? AND group_key = ? AND user_key > ?
        ORDER BY user_key LIMIT ?
        """
      ).all([.text(group.account), .text(group.name.lowercased()), .text(after), .int(limit)]) { $0.text(0) }
    }
    var users: [UserRecord] = []
    for name in names { if let user = try user(group.account, name) { users.append(user) } }
    return users
  }

  /// In the order of their names.
  func groups(of user: UserRecord) throws(AWSError) -> [GroupRecord] {
    let names: [String] = try checked {
      try database.prepare(
        "SELECT group_key FROM iam_memberships WHERE account = ? AND user_key = ? ORDER BY group_key"
      ).all([.text(user.account), .text(user.name.lowercased())]) { $0.text(0) }
    }
    var groups: [GroupRecord] = []
    for name in names { if let group = try group(user.account, name) { groups.append(group) } }
    return groups
  }

  func add(_ user: UserRecord, to group: GroupRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR IGNORE INTO iam_memberships VALUES (?, ?, ?)").run(
        .text(group.account), .text(group.name.lowercased()), .text(user.name.lowercased()))
    }
  }

  /// Whether it was in it.
  func remove(_ user: UserRecord, from group: GroupRecord) throws(AWSError) -> Bool {
    try checked {
      try database.prepare("DELETE FROM iam_memberships WHERE account = ? AND group_key = ? AND user_key = ?").run(
        .text(group.account), .text(group.name.lowercased()), .text(user.name.lowercased()))
      return database.changes > 0
    }
  }
}
