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
  private let roleARN: String
  /// nil for a role that IAM does not have.
  private let record: RoleRecord?

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
    record = known
    self.roleARN = roleARN
  }

  var arn: String { "arn:aws:sts::\(account):assumed-role/\(name)/\(session)" }
  var userID: String { "\(roleID):\(session)" }

  /// Throws AccessDenied where the trust policy does not let the session be. A role that IAM does not have is anybody's
  /// where signatures are not verified: nobody need make roles first then.
  func admit(
    _ action: String, _ asker: TrustPolicy.Asker, _ caller: Caller, _ details: SessionDetails,
    externalID: String? = nil,
    more values: [String: [String]] = [:], _ request: RequestContext, _ service: STSService
  ) throws(AWSError) {
    func refuse(_ action: String) -> AWSError {
      if case .federated = asker { return .accessDenied("Not authorized to perform sts:\(action)") }
      return .accessDenied(
        "User: \(caller.arn) is not authorized to perform: sts:\(action) on resource: \(roleARN)")
    }
    guard let record, record.arn == roleARN else {
      if service.verifiesSignatures { throw refuse(action) }
      return
    }
    let policy = TrustPolicy(record.trustPolicy)
    var all = try TrustValues.of(caller, request, details, role: record, service.store)
    all["sts:rolesessionname"] = [session]
    if let externalID { all["sts:externalid"] = [externalID] }
    all.merge(values) { $1 }
    let known = PolicyValues(all)
    if !policy.allows("sts:" + action, to: asker, known) { throw refuse(action) }
    if !details.tags.isEmpty, !policy.allows("sts:TagSession", to: asker, known) { throw refuse("TagSession") }
    if details.sourceIdentity != nil, !policy.allows("sts:SetSourceIdentity", to: asker, known) {
      throw refuse("SetSourceIdentity")
    }
  }

  func checkDuration(_ seconds: Int) throws(AWSError) {
    if seconds > maxSession {
      throw AWSError(
        "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    }
  }

  func credentials(
    seconds: Int, details: SessionDetails = SessionDetails(), now: Int, _ store: IAMStore, _ ids: inout IDs
  ) throws(AWSError) -> (IssuedCredentials, IssuedCredentials.Session) {
    let (issued, session) = IssuedCredentials.temporary(
      account: account, arn: arn, userID: userID, expires: now + seconds * 1000, kind: .role, details, &ids)
    try store.insert(issued, session, now: now)
    return (issued, session)
  }
}
