import Protocols
import Storage

/// Instance profiles, and who holds a managed policy.
extension IAMStore {
  private static let profileColumns = "account, name, path, id, created, role"

  private static func profile(_ row: Statement) -> ProfileRecord {
    ProfileRecord(
      account: row.text(0), name: row.text(1), path: row.text(2), id: row.text(3), created: row.int(4),
      role: row.text(orNil: 5))
  }

  func profile(_ account: String, _ name: String) throws(AWSError) -> ProfileRecord? {
    try checked {
      try database.prepare(
        "SELECT \(IAMStore.profileColumns) FROM iam_instance_profiles WHERE account = ? AND key = ?"
      ).first([.text(account), .text(name.lowercased())], IAMStore.profile)
    }
  }

  /// Up to `limit` profiles behind the key `after`, in the order of their names, under the path.
  func profiles(_ account: String, path: String, after: String, limit: Int) throws(AWSError) -> [ProfileRecord] {
    try checked {
      try database.prepare(
        """
        SELECT \(IAMStore.profileColumns) FROM iam_instance_profiles WHERE account = ? AND key > ?
          AND substr(path, 1, length(?3)) = ?3 ORDER BY key LIMIT ?
        """
      ).all([.text(account), .text(after), .text(path), .int(limit)], IAMStore.profile)
    }
  }

  /// In the order of their names.
  func profiles(of role: RoleRecord) throws(AWSError) -> [ProfileRecord] {
    try checked {
      try database.prepare(
        "SELECT \(IAMStore.profileColumns) FROM iam_instance_profiles WHERE account = ? AND role = ? ORDER BY key"
      ).all([.text(role.account), .text(role.name.lowercased())], IAMStore.profile)
    }
  }

  /// Writes the profile, new or changed.
  func put(_ profile: ProfileRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO iam_instance_profiles VALUES (?, ?, ?, ?, ?, ?, ?)").run(
        .text(profile.account), .text(profile.name.lowercased()), .text(profile.name), .text(profile.path),
        .text(profile.id), .int(profile.created), .text(orNull: profile.role?.lowercased()))
    }
  }

  func delete(_ profile: ProfileRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM iam_instance_profiles WHERE account = ? AND key = ?").run(
        .text(profile.account), .text(profile.name.lowercased()))
      try database.prepare("DELETE FROM iam_tags WHERE account = ? AND owner = ?").run(
        .text(profile.account), .text(profile.owner))
    }
  }

  /// The owners that have the policy attached, `role/x`, `user/x`, `group/x`, in their order, behind one of them.
  func holders(of policyARN: String, _ account: String, after: String) throws(AWSError) -> [String] {
    try checked {
      try database.prepare(
        "SELECT owner FROM iam_attachments WHERE account = ? AND policy = ? AND owner > ? ORDER BY owner"
      ).all([.text(account), .text(policyARN), .text(after)]) { $0.text(0) }
    }
  }
}
