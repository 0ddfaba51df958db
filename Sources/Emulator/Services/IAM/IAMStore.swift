import Protocols
import Storage

/// The tables of IAM and STS, and the credentials kept beside them. Loop only.
///
/// IAM is global: its rows have an account and no region. Names are unique without regard to case, so rows are keyed by
/// the name in lower case and keep the name as it was written.
final class IAMStore {
  private static let schema = [
    """
    CREATE TABLE sts_sessions (access_key TEXT PRIMARY KEY, secret_key TEXT NOT NULL, account TEXT NOT NULL,
      arn TEXT NOT NULL, user_id TEXT NOT NULL, expires INTEGER NOT NULL, token TEXT NOT NULL,
      is_role INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX sts_sessions_expires ON sts_sessions (expires);
    CREATE TABLE iam_roles (account TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL,
      id TEXT NOT NULL, created INTEGER NOT NULL, trust_policy TEXT NOT NULL, description TEXT,
      max_session INTEGER NOT NULL, PRIMARY KEY (account, key));
    CREATE TABLE iam_inline_policies (account TEXT NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
      document TEXT NOT NULL, PRIMARY KEY (account, owner, key));
    CREATE TABLE iam_attachments (account TEXT NOT NULL, owner TEXT NOT NULL, policy TEXT NOT NULL,
      PRIMARY KEY (account, owner, policy)) WITHOUT ROWID;
    CREATE INDEX iam_attachments_policy ON iam_attachments (account, policy);
    CREATE TABLE iam_policies (account TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL,
      id TEXT NOT NULL, arn TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, updated INTEGER NOT NULL, description TEXT,
      default_version INTEGER NOT NULL, last_version INTEGER NOT NULL, PRIMARY KEY (account, key));
    CREATE TABLE iam_policy_versions (policy TEXT NOT NULL, version INTEGER NOT NULL, created INTEGER NOT NULL,
      document TEXT NOT NULL, PRIMARY KEY (policy, version));
    CREATE TABLE iam_users (account TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL,
      id TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (account, key));
    CREATE TABLE iam_access_keys (access_key TEXT PRIMARY KEY, secret_key TEXT NOT NULL, account TEXT NOT NULL,
      user TEXT NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX iam_access_keys_user ON iam_access_keys (account, user);
    CREATE TABLE iam_tags (account TEXT NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
      value TEXT NOT NULL, PRIMARY KEY (account, owner, key)) WITHOUT ROWID
    """,
    // What a session was given beside its credentials, as JSON (SessionDetails). `is_role` is the kind of session.
    "ALTER TABLE sts_sessions ADD COLUMN details TEXT",
    """
    CREATE TABLE iam_groups (account TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL,
      id TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (account, key));
    CREATE TABLE iam_memberships (account TEXT NOT NULL, group_key TEXT NOT NULL, user_key TEXT NOT NULL,
      PRIMARY KEY (account, group_key, user_key)) WITHOUT ROWID;
    CREATE INDEX iam_memberships_user ON iam_memberships (account, user_key);
    CREATE TABLE iam_instance_profiles (account TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
      path TEXT NOT NULL, id TEXT NOT NULL, created INTEGER NOT NULL, role TEXT, PRIMARY KEY (account, key));
    CREATE INDEX iam_instance_profiles_role ON iam_instance_profiles (account, role)
    """,
  ]

  let database: Database
  var round: Round { database.round }
  /// Every access key that was given out: asked at each signed request, so it does not go to a table.
  private(set) var credentials: [String: IssuedCredentials] = [:]

  init(_ database: Database) throws {
    self.database = database
    try Migrator.migrate(database, room: "iam", steps: IAMStore.schema)
    let sessions = try database.prepare(
      "SELECT access_key, secret_key, account, arn, user_id, expires, token, is_role, details FROM sts_sessions"
    ).all([]) { row in
      IssuedCredentials(
        accessKey: row.text(0), secretKey: row.text(1), account: row.text(2), arn: row.text(3), userID: row.text(4),
        session: IssuedCredentials.Session(
          token: row.text(6), expires: row.int(5), kind: IssuedCredentials.Kind(rawValue: row.int(7)) ?? .user,
          details: SessionDetails(stored: row.text(orNil: 8))))
    }
    for session in sessions { credentials[session.accessKey] = session }
    let keys = try database.prepare(
      """
      SELECT k.access_key, k.secret_key, k.account, u.path, u.name, u.id FROM iam_access_keys k
      JOIN iam_users u ON u.account = k.account AND u.key = k.user WHERE k.status = 'Active'
      """
    ).all([]) { row in
      IssuedCredentials(
        accessKey: row.text(0), secretKey: row.text(1), account: row.text(2),
        arn: "arn:aws:iam::\(row.text(2)):user\(row.text(3))\(row.text(4))", userID: row.text(5), session: nil)
    }
    for key in keys { credentials[key.accessKey] = key }
  }

  /// Runs statements and tells their failure as one of ours.
  func checked<T>(_ body: () throws -> T) throws(AWSError) -> T {
    do { return try body() } catch let error as AWSError { throw error } catch { throw AWSError.internal("\(error)") }
  }

  // MARK: Credentials

  /// Makes a key known to the gateway from now on; nil forgets it.
  func remember(_ new: IssuedCredentials?, for accessKey: String) {
    let old = credentials[accessKey]
    credentials[accessKey] = new
    round.onUndo { [self] in credentials[accessKey] = old }
  }

  /// Rows of expired sessions that one issue sweeps behind it.
  private static let sweep = 100

  /// Keeps a session's credentials, and forgets some of those that have expired.
  func insert(_ issued: IssuedCredentials, _ session: IssuedCredentials.Session, now: Int) throws(AWSError) {
    try checked {
      let expired = try database.prepare(
        "SELECT access_key FROM sts_sessions WHERE expires < ? LIMIT \(IAMStore.sweep)"
      ).all([.int(now)]) { $0.text(0) }
      for key in expired {
        try database.prepare("DELETE FROM sts_sessions WHERE access_key = ?").run(.text(key))
        remember(nil, for: key)
      }
      try database.prepare(
        """
        INSERT INTO sts_sessions (access_key, secret_key, account, arn, user_id, expires, token, is_role, details)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .text(issued.accessKey), .text(issued.secretKey), .text(issued.account), .text(issued.arn),
        .text(issued.userID), .int(session.expires), .text(session.token), .int(session.kind.rawValue),
        .text(orNull: session.details.stored))
    }
    remember(issued, for: issued.accessKey)
  }

  /// Forgets everything of STS; all of it, or one account's.
  func deleteSessions(of account: String?) throws(AWSError) {
    try checked {
      if let account {
        try database.prepare("DELETE FROM sts_sessions WHERE account = ?").run(.text(account))
      } else {
        try database.prepare("DELETE FROM sts_sessions").run()
      }
    }
    for (key, issued) in credentials where issued.session != nil && (account == nil || issued.account == account) {
      remember(nil, for: key)
    }
  }

  // MARK: All of it

  private static let tables = [
    "iam_roles", "iam_inline_policies", "iam_attachments", "iam_policies", "iam_users", "iam_access_keys", "iam_tags",
    "iam_groups", "iam_memberships", "iam_instance_profiles",
  ]

  /// Forgets everything of IAM; all of it, or one account's.
  func deleteAll(of account: String?) throws(AWSError) {
    try checked {
      if let account {
        try database.prepare(
          "DELETE FROM iam_policy_versions WHERE policy IN (SELECT arn FROM iam_policies WHERE account = ?)"
        ).run(.text(account))
        for table in IAMStore.tables {
          try database.prepare("DELETE FROM \(table) WHERE account = ?").run(.text(account))
        }
      } else {
        for table in IAMStore.tables + ["iam_policy_versions"] { try database.prepare("DELETE FROM \(table)").run() }
      }
    }
    for (key, issued) in credentials where issued.session == nil && (account == nil || issued.account == account) {
      remember(nil, for: key)
    }
  }

  func counts() throws(AWSError) -> [(name: String, count: Int)] {
    try checked {
      try [("roles", "iam_roles"), ("policies", "iam_policies"), ("users", "iam_users")].map { name, table in
        (name: name, count: try database.prepare("SELECT count(*) FROM \(table)").first([]) { $0.int(0) } ?? 0)
      }
    }
  }
}
