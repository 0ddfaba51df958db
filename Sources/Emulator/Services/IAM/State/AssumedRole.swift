import Protocols
import Runtime

/// A session of a role, before its credentials are made.
struct AssumedRole {
  var account: String
  var name: String
  var session: String
  /// `AROA…`
  var roleID: String
  /// Seconds that a session of the role may last.
  var maxSession: Int

  /// The longest session of any role, in seconds; what a role that IAM does not have gives.
  private static let longest = 43200

  init(_ roleARN: String, session: String, _ store: IAMStore) throws(AWSError) {
    guard let arn = ARN(roleARN), arn.service == "iam", arn.account.utf8.count == 12, arn.resource.hasPrefix("role/"),
      let name = arn.resource.split(separator: "/").last, !arn.resource.hasSuffix("/")
    else {
      throw AWSError("ValidationError", "\(roleARN) is invalid")
    }
    account = arn.account
    self.name = String(name)
    self.session = session
    let known = try store.role(arn.account, self.name)
    roleID = known?.id ?? IssuedCredentials.uniqueID("AROA", of: roleARN)
    maxSession = known?.maxSession ?? AssumedRole.longest
  }

  var arn: String { "arn:aws:sts::\(account):assumed-role/\(name)/\(session)" }
  var userID: String { "\(roleID):\(session)" }

  func credentials(
    seconds: Int, now: Int, _ store: IAMStore, _ ids: inout IDs
  ) throws(AWSError) -> (IssuedCredentials, IssuedCredentials.Session) {
    let (issued, details) = IssuedCredentials.temporary(
      account: account, arn: arn, userID: userID, expires: now + seconds * 1000, isRole: true, &ids)
    try store.insert(issued, details, now: now)
    return (issued, details)
  }
}
