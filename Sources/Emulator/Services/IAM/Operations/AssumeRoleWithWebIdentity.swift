import Protocols
import Runtime

/// Credentials of a session of a role for the bearer of an OpenID Connect token; the role's trust policy decides over
/// what the token says. Nobody checks the token's signature, so it is refused where signatures are verified.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
enum AssumeRoleWithWebIdentity: AWSOperation {
  enum Input: StructureShape {
    static let roleARN = Required<String>("RoleArn", .length(20...2048), IAMTraits.stsARNPattern)
    static let roleSessionName = Required<String>("RoleSessionName", .length(2...64), IAMTraits.nameOrEmptyPattern)
    static let webIdentityToken = Required<String>("WebIdentityToken", .length(4...20000))
    static let providerID = Member<String>("ProviderId", .length(4...2048), .notEmulated)
    static let policyARNs = Member<[Values<PolicyDescriptorType>]>("PolicyArns")
    static let policy = Member<String>("Policy", .length(1...2048), IAMTraits.documentPattern)
    static let durationSeconds = Member<Int32>("DurationSeconds", .range(900...43200))
    static let shape = structure(
      "AssumeRoleWithWebIdentityRequest", roleARN, roleSessionName, webIdentityToken, providerID, policyARNs, policy,
      durationSeconds)
  }
  enum Output: StructureShape {
    static let credentials = Member<Values<Credentials>>("Credentials")
    static let subjectFromWebIdentityToken = Member<String>("SubjectFromWebIdentityToken")
    static let assumedRoleUser = Member<Values<AssumedRoleUser>>("AssumedRoleUser")
    static let packedPolicySize = Member<Int32>("PackedPolicySize")
    static let provider = Member<String>("Provider")
    static let audience = Member<String>("Audience")
    static let sourceIdentity = Member<String>("SourceIdentity")
    static let shape = structure(
      "AssumeRoleWithWebIdentityResponse", credentials, subjectFromWebIdentityToken, assumedRoleUser, packedPolicySize,
      provider, audience, sourceIdentity)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: STSService
  ) throws(AWSError) -> Answer<Output> {
    let role = try AssumedRole(input[Input.roleARN], session: input[Input.roleSessionName], service.store)

    // FIRST the token.
    let identity = try WebIdentity(input[Input.webIdentityToken])
    if service.verifiesSignatures {
      throw AWSError(
        "InvalidIdentityToken",
        "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity "
          + "documentation for requirements")
    }
    if identity.expires < Double(request.now.seconds) {
      throw AWSError(
        "ExpiredTokenException",
        "Token expired: current date/time \(request.now.seconds) must be before the expiration date/time "
          + "\(Int64(clamping: Int(identity.expires)))")
    }

    // THEN what the session is given, and whether the role lets the bearer in.
    var details = SessionDetails()
    try details.add(identity.tags, transitive: identity.transitiveTagKeys, from: nil)
    try details.limit(by: input[Input.policy], input[Input.policyARNs] ?? [], account: role.account)
    details.sourceIdentity = identity.sourceIdentity
    let size = try details.packedSize()
    try role.admit(
      "AssumeRoleWithWebIdentity", .federated(provider: identity.provider), .anonymous, details, more: identity.values,
      request, service)
    let seconds = Int(input[Input.durationSeconds] ?? 3600)
    try role.checkDuration(seconds)
    let (issued, session) = try role.credentials(
      seconds: seconds, details: details, now: Int(request.now.milliseconds), service.store, &service.ids)
    return .now(
      .with {
        $0[Output.credentials] = Credentials.of(issued, session)
        $0[Output.subjectFromWebIdentityToken] = identity.subject
        $0[Output.assumedRoleUser] = AssumedRoleUser.of(role)
        $0[Output.packedPolicySize] = size
        $0[Output.provider] = identity.issuer
        $0[Output.audience] = identity.audience
        $0[Output.sourceIdentity] = details.sourceIdentity
      })
  }
}
