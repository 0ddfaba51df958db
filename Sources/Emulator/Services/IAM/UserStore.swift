import Protocols
import Storage

/// Users and their access keys.
extension IAMStore {
  private static let userColumns = "account, name, path, id, created"

  private static func user(_ row: Statement) -> UserRecord {
    UserRecord(
      account: row.text(0), name: row.text(1), path: row.text(2), id: row.text(3), created: row.int(4))
  }

  func user(_ account: String, _ name: String) throws(AWSError) -> UserRecord? {
    try checked {
      try database.prepare("SELECT \(IAMStore.userColumns) FROM iam_users WHERE account = ? AND key = ?").first(
        [.text(account), .text(name.lowercased())], IAMStore.user)
    }
  }

  /// Up to `limit` users behind the key `after`, in the order of their names, under the path.
  func users(_ account: String, path: String, after: String, limit: Int) throws(AWSError) -> [UserRecord] {
    try checked {
      try database.prepare(
        """
        SELECT \(IAMStore.userColumns) FROM iam_users WHERE account = ? AND key > ?
          AND substr(path, 1, length(?3)) = ?3 ORDER BY key LIMIT ?
        """
      ).all([.text(account), .text(after), .text(path), .int(limit)], IAMStore.user)
    }
  }

  func insert(_ user: UserRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT INTO iam_users VALUES (?, ?, ?, ?, ?, ?)").run(
        .text(user.account), .text(user.name.lowercased()), .text(user.name), .text(user.path), .text(user.id),
        .int(user.created))
    }
  }

  /// Another name or path; keys, policies, tags and groups stay.
  func rename(_ user: UserRecord, to name: String, path: String) throws(AWSError) {
    let key = name.lowercased()
    let old = user.name.lowercased()
    var new = user
    new.name = name
    new.path = path
    let keys = try accessKeys(of: user)
    try checked {
      try database.prepare("UPDATE iam_users SET key = ?, name = ?, path = ? WHERE account = ? AND key = ?").run(
        .text(key), .text(name), .text(path), .text(user.account), .text(old))
      try database.prepare("UPDATE iam_memberships SET user_key = ? WHERE account = ? AND user_key = ?").run(
        .text(key), .text(user.account), .text(old))
      try database.prepare("UPDATE iam_access_keys SET user = ? WHERE account = ? AND user = ?").run(
        .text(key), .text(user.account), .text(old))
    }
    try move(user.owner, to: new.owner, user.account)
    // The gateway knows the keys by the user's ARN.
    for accessKey in keys { try put(accessKey, of: new) }
  }

  func delete(_ user: UserRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM iam_users WHERE account = ? AND key = ?").run(
        .text(user.account), .text(user.name.lowercased()))
      try database.prepare("DELETE FROM iam_tags WHERE account = ? AND owner = ?").run(
        .text(user.account), .text(user.owner))
    }
  }

  // MARK: Access keys

  /// In the order in which they were made.
  func accessKeys(of user: UserRecord) throws(AWSError) -> [AccessKeyRecord] {
    try checked {
      try database.prepare(
        """
        SELECT access_key, secret_key, status, created FROM iam_access_keys WHERE account = ? AND user = ?
        ORDER BY created, access_key
        """
      ).all([.text(user.account), .text(user.name.lowercased())]) { row in
        AccessKeyRecord(
          accessKey: row.text(0), secretKey: row.text(1), user: user.name, status: row.text(2), created: row.int(3))
      }
    }
  }

  /// Keeps a key, new or with another status. The gateway knows it while it is active.
  func put(_ key: AccessKeyRecord, of user: UserRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO iam_access_keys VALUES (?, ?, ?, ?, ?, ?)").run(
        .text(key.accessKey), .text(key.secretKey), .text(user.account), .text(user.name.lowercased()),
        .text(key.status), .int(key.created))
    }
    let issued = IssuedCredentials(
      accessKey: key.accessKey, secretKey: key.secretKey, account: user.account, arn: user.arn, userID: user.id,
      session: nil)
    remember(key.status == "Active" ? issued : nil, for: key.accessKey)
  }

  func delete(accessKey: String) throws(AWSError) {
    try checked { try database.prepare("DELETE FROM iam_access_keys WHERE access_key = ?").run(.text(accessKey)) }
    remember(nil, for: accessKey)
  }
}
