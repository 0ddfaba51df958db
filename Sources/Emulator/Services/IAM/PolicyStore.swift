import Protocols
import Storage

/// Managed policies and their versions. AWS's own are in no table: `ManagedPolicies` has them.
extension IAMStore {
  private static let policyColumns =
    "account, name, path, id, arn, created, updated, description, default_version, last_version"

  private static func policy(_ row: Statement) -> PolicyRecord {
    PolicyRecord(
      account: row.text(0), name: row.text(1), path: row.text(2), id: row.text(3), arn: row.text(4),
      created: row.int(5), updated: row.int(6), description: row.text(orNil: 7), defaultVersion: row.int(8),
      lastVersion: row.int(9))
  }

  /// The account's own policy of that name.
  func policy(_ account: String, name: String) throws(AWSError) -> PolicyRecord? {
    try checked {
      try database.prepare("SELECT \(IAMStore.policyColumns) FROM iam_policies WHERE account = ? AND key = ?").first(
        [.text(account), .text(name.lowercased())], IAMStore.policy)
    }
  }

  /// The policy of that ARN, the account's own or AWS's.
  func policy(arn: String) throws(AWSError) -> PolicyRecord? {
    if let policy = ManagedPolicies.policy(arn) { return policy }
    return try checked {
      try database.prepare("SELECT \(IAMStore.policyColumns) FROM iam_policies WHERE arn = ?").first(
        [.text(arn)], IAMStore.policy)
    }
  }

  /// As `policy(arn:)`, for one that must be there.
  func existingPolicy(_ arn: String) throws(AWSError) -> PolicyRecord {
    if let policy = try policy(arn: arn) { return policy }
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[5].hasPrefix("policy/") else {
      throw AWSError.invalidInput("ARN \(arn) is not valid.")
    }
    throw AWSError.policyNotFound(arn)
  }

  /// As `existingPolicy`, for what changes it: AWS's own cannot be changed.
  func ownPolicy(_ arn: String, _ account: String) throws(AWSError) -> PolicyRecord {
    let policy = try existingPolicy(arn)
    guard policy.account == account else {
      throw AWSError(
        "AccessDenied", "The policy \(arn) is not the account's own and cannot be changed.", status: 403)
    }
    return policy
  }

  /// The account's own policies behind the key, in the order of their names.
  func policies(_ account: String, after: String, limit: Int) throws(AWSError) -> [PolicyRecord] {
    try checked {
      try database.prepare(
        "SELECT \(IAMStore.policyColumns) FROM iam_policies WHERE account = ? AND key > ? ORDER BY key LIMIT ?"
      ).all([.text(account), .text(after), .int(limit)], IAMStore.policy)
    }
  }

  /// Writes the policy, new or changed.
  func put(_ policy: PolicyRecord) throws(AWSError) {
    try checked {
      try database.prepare("INSERT OR REPLACE INTO iam_policies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").run(
        .text(policy.account), .text(policy.name.lowercased()), .text(policy.name), .text(policy.path),
        .text(policy.id), .text(policy.arn), .int(policy.created), .int(policy.updated),
        .text(orNull: policy.description), .int(policy.defaultVersion), .int(policy.lastVersion))
    }
  }

  func delete(_ policy: PolicyRecord) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM iam_policies WHERE arn = ?").run(.text(policy.arn))
      try database.prepare("DELETE FROM iam_policy_versions WHERE policy = ?").run(.text(policy.arn))
      try database.prepare("DELETE FROM iam_tags WHERE account = ? AND owner = ?").run(
        .text(policy.account), .text(policy.owner))
    }
  }

  // MARK: Versions

  /// Newest first.
  func versions(of policy: PolicyRecord) throws(AWSError) -> [PolicyVersionRecord] {
    if let document = ManagedPolicies.document(policy.arn) {
      return [PolicyVersionRecord(version: policy.defaultVersion, created: policy.updated, document: document)]
    }
    return try checked {
      try database.prepare(
        "SELECT version, created, document FROM iam_policy_versions WHERE policy = ? ORDER BY version DESC"
      ).all([.text(policy.arn)]) { row in
        PolicyVersionRecord(version: row.int(0), created: row.int(1), document: row.text(2))
      }
    }
  }

  /// The version that is named `v1`, `v2` …
  func version(_ name: String, of policy: PolicyRecord) throws(AWSError) -> PolicyVersionRecord {
    guard let number = Int(name.dropFirst()),
      let version = try versions(of: policy).first(where: { $0.version == number })
    else {
      throw AWSError.versionNotFound(policy.arn, name)
    }
    return version
  }

  func insert(_ version: PolicyVersionRecord, of policyARN: String) throws(AWSError) {
    try checked {
      try database.prepare("INSERT INTO iam_policy_versions VALUES (?, ?, ?, ?)").run(
        .text(policyARN), .int(version.version), .int(version.created), .text(version.document))
    }
  }

  func delete(version: Int, of policyARN: String) throws(AWSError) {
    try checked {
      try database.prepare("DELETE FROM iam_policy_versions WHERE policy = ? AND version = ?").run(
        .text(policyARN), .int(version))
    }
  }
}
