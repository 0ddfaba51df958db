package import Protocols
package import Runtime

/// AWS Security Token Service (https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html): who is asking, and
/// credentials that end. It keeps its sessions beside IAM's users and roles.
///
/// `@unchecked Sendable`: only the Loop touches it.
package final class STSService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "sts", title: "STS", model: "sts/2011-06-15", signingName: "sts", apiVersion: "2011-06-15",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/", protocols: [.awsQuery],
    validationCode: "ValidationError", bodyLimit: 1 << 20,
    throttled: AWSError("Throttling", "Rate exceeded"))

  package static let unbuilt = UnbuiltOperation.named(
    """
    AssumeRoleWithSAML AssumeRoot GetDelegatedAccessToken GetWebIdentityToken
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(AssumeRole.self, on: self),
      OperationEntry(AssumeRoleWithWebIdentity.self, on: self),
      OperationEntry(DecodeAuthorizationMessage.self, on: self),
      OperationEntry(GetAccessKeyInfo.self, on: self),
      OperationEntry(GetCallerIdentity.self, on: self),
      OperationEntry(GetFederationToken.self, on: self),
      OperationEntry(GetSessionToken.self, on: self),
    ]
  }

  let store: IAMStore
  var ids = IDs()
  private let setting: ServiceSetting
  var verifiesSignatures: Bool { setting.configuration.verifiesSignatures }
  /// Whose an access key is that nobody gave out.
  var defaultAccount: String { setting.configuration.account }

  /// The sessions live in the tables of `iam`.
  package init(_ iam: IAMService, _ setting: ServiceSetting) {
    store = iam.store
    self.setting = setting
  }

  package func reset(account: String?) throws(AWSError) { try store.deleteSessions(of: account) }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] {
    [("sessions", store.credentials.values.reduce(0) { $0 + ($1.session == nil ? 0 : 1) })]
  }

  /// Whose that access key is, among those that IAM and STS gave out; nil for an unknown or an expired one. The gateway
  /// asks at every signed request.
  package func caller(ofKey accessKey: String) -> Caller? {
    guard let issued = store.credentials[accessKey], issued.isValid(at: setting.clock.now) else { return nil }
    return issued.caller
  }

  /// The key of that id with its secret, for who verifies signatures; nil for one that IAM and STS do not know.
  package func key(_ accessKey: String) -> KnownKey? {
    guard let issued = store.credentials[accessKey] else { return nil }
    return KnownKey(
      caller: issued.caller, secret: issued.secretKey, token: issued.session?.token,
      hasExpired: !issued.isValid(at: setting.clock.now))
  }

  /// The credentials of a session of a role, known to the gateway until they expire. A role that IAM does not have gives
  /// them too: with authorisation off nobody need make roles first. Throws ValidationError for what is no role's ARN.
  package func assume(_ roleARN: String, session: String, seconds: Int) throws(AWSError) -> RoleCredentials {
    let (issued, details) = try AssumedRole(roleARN, session: session, store).credentials(
      seconds: seconds, now: Int(setting.clock.milliseconds), store, &ids)
    return RoleCredentials(
      accessKey: issued.accessKey, secretKey: issued.secretKey, sessionToken: details.token, caller: issued.caller)
  }
}
