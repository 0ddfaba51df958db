/// A role as the store keeps it. Times are milliseconds since 1970.
struct RoleRecord {
  var account: String
  var name: String
  var path: String
  var id: String
  var created: Int
  var trustPolicy: String
  var description: String?
  /// Seconds.
  var maxSession: Int

  var arn: String { "arn:aws:iam::\(account):role\(path)\(name)" }
  /// Under which its policies and tags are kept.
  var owner: String { "role/\(name.lowercased())" }
}

/// A user as the store keeps it.
struct UserRecord {
  var account: String
  var name: String
  var path: String
  var id: String
  var created: Int

  var arn: String { "arn:aws:iam::\(account):user\(path)\(name)" }
  var owner: String { "user/\(name.lowercased())" }
}

/// A managed policy, the account's own or AWS's.
struct PolicyRecord {
  var account: String
  var name: String
  var path: String
  var id: String
  var arn: String
  var created: Int
  var updated: Int
  var description: String?
  var defaultVersion: Int
  var lastVersion: Int
  var owner: String { "policy/\(name.lowercased())" }
}

/// One version of a managed policy.
struct PolicyVersionRecord {
  var version: Int
  var created: Int
  var document: String
}

/// An access key of a user, active or not.
struct AccessKeyRecord {
  var accessKey: String
  var secretKey: String
  var user: String
  var status: String
  var created: Int
}

/// A group as the store keeps it.
struct GroupRecord {
  var account: String
  var name: String
  var path: String
  var id: String
  var created: Int

  var arn: String { "arn:aws:iam::\(account):group\(path)\(name)" }
  var owner: String { "group/\(name.lowercased())" }
}

/// An instance profile as the store keeps it.
struct ProfileRecord {
  var account: String
  var name: String
  var path: String
  var id: String
  var created: Int
  /// The name of the role that is in it.
  var role: String?

  var arn: String { "arn:aws:iam::\(account):instance-profile\(path)\(name)" }
  var owner: String { "instance-profile/\(name.lowercased())" }
}
