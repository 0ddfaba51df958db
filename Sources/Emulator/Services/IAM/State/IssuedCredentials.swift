import Protocols
import Runtime

/// An access key that IAM or STS gave out, and whose it is.
struct IssuedCredentials: Sendable {
  var accessKey: String
  var secretKey: String
  var account: String
  /// The user's, `arn:aws:iam::…:user/name`, or the role session's, `arn:aws:sts::…:assumed-role/name/session`.
  var arn: String
  /// `AIDA…` of a user, `AROA…:session` of a role's session, the account of its root.
  var userID: String
  /// nil for the long-term key of a user.
  var session: Session?

  struct Session: Sendable {
    var token: String
    /// Milliseconds since 1970.
    var expires: Int
    var kind: Kind
    var details: SessionDetails
  }

  /// What gave a session; the numbers stand in the table.
  enum Kind: Int, Sendable {
    /// GetSessionToken.
    case user = 0
    case role = 1
    /// GetFederationToken.
    case federated = 2
  }

  var caller: Caller { Caller(accessKey: accessKey, arn: arn, account: account) }

  func isValid(at now: Timestamp) -> Bool {
    guard let session else { return true }
    return Int(now.milliseconds) < session.expires
  }

  // MARK: Making them

  private static let base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
  private static let base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

  /// `AROA`, `AIDA`, `ANPA`, `AKIA` or `ASIA` and 16 or 17 characters, as IAM's unique ids are
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
  static func uniqueID(_ prefix: String, _ ids: inout IDs) -> String {
    // Access keys are 20 characters long, the ids of entities 21.
    prefix + ids.text(prefix == "AKIA" || prefix == "ASIA" ? 16 : 17, of: base32)
  }

  /// 40 characters.
  static func secretKey(_ ids: inout IDs) -> String { ids.text(40, of: base64) }

  /// The id of a thing that no table has (an AWS-managed policy, a role that was assumed without being made): always the
  /// same for the same text.
  static func uniqueID(_ prefix: String, of text: String) -> String {
    let letters = Array(base32.utf8)
    let digits = SHA256.hash(text).prefix(17).map { letters[Int($0 & 31)] }
    return prefix + String(decoding: digits, as: UTF8.self)
  }

  /// Credentials of a session that ends at `expires` (milliseconds since 1970).
  static func temporary(
    account: String, arn: String, userID: String, expires: Int, kind: Kind,
    _ details: SessionDetails, _ ids: inout IDs
  ) -> (IssuedCredentials, Session) {
    let token = "IQoJb3JpZ2luX2Vj" + Base64.encode(ids.bytes(252))
    let session = Session(token: token, expires: expires, kind: kind, details: details)
    let issued = IssuedCredentials(
      accessKey: uniqueID("ASIA", &ids), secretKey: secretKey(&ids), account: account, arn: arn, userID: userID,
      session: session)
    return (issued, session)
  }
}
