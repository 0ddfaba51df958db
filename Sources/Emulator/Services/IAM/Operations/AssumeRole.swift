import Protocols
import Runtime

/// Credentials of a session of a role, for 15 minutes up to what the role allows; an hour unless told. The role's trust
/// policy decides (`TrustPolicy`); a role that IAM does not have gives them too where signatures are not verified.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
enum AssumeRole: AWSOperation {
  enum Input: StructureShape {
    static let roleARN = Required<String>("RoleArn", .length(20...2048), IAMTraits.stsARNPattern)
    static let roleSessionName = Required<String>("RoleSessionName", .length(2...64), IAMTraits.nameOrEmptyPattern)
    static let policyARNs = Member<[Values<PolicyDescriptorType>]>("PolicyArns")
    static let policy = Member<String>("Policy", .atLeast(1), IAMTraits.documentPattern)
    static let durationSeconds = Member<Int32>("DurationSeconds", .range(900...43200))
    static let tags = Member<[Values<Tag>]>("Tags", .length(0...50))
    static let transitiveTagKeys = Member<[String]>(
      "TransitiveTagKeys", .length(0...50), .each([.length(1...128), IAMTraits.tagKeyPattern]))
    static let externalID = Member<String>("ExternalId", .length(2...1224), .pattern(#"[\w+=,.@:\/-]*"#))
    static let serialNumber = Member<String>(
      "SerialNumber", .length(9...256), .pattern(#"[\w+=/:,.@-]*"#), .notEmulated)
    static let tokenCode = Member<String>("TokenCode", .length(6...6), .pattern(#"[\d]*"#), .notEmulated)
    static let sourceIdentity = Member<String>("SourceIdentity", .length(2...64), IAMTraits.nameOrEmptyPattern)
    static let providedContexts = Member<[Values<ProvidedContext>]>("ProvidedContexts", .length(1...5), .notEmulated)
    static let shape = structure(
      "AssumeRoleRequest", roleARN, roleSessionName, policyARNs, policy, durationSeconds, tags, transitiveTagKeys,
      externalID, serialNumber, tokenCode, sourceIdentity, providedContexts)
  }
  enum ProvidedContext: StructureShape {
    static let providerARN = Member<String>("ProviderArn", .length(20...2048), IAMTraits.stsARNPattern)
    static let contextAssertion = Member<String>("ContextAssertion", .length(4...2048))
    static let shape = structure("ProvidedContext", providerARN, contextAssertion)
  }
  enum Output: StructureShape {
    static let credentials = Member<Values<Credentials>>("Credentials")
    static let assumedRoleUser = Member<Values<AssumedRoleUser>>("AssumedRoleUser")
    static let packedPolicySize = Member<Int32>("PackedPolicySize")
    static let sourceIdentity = Member<String>("SourceIdentity")
    static let shape = structure("AssumeRoleResponse", credentials, assumedRoleUser, packedPolicySize, sourceIdentity)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: STSService
  ) throws(AWSError) -> Answer<Output> {
    let role = try AssumedRole(input[Input.roleARN], session: input[Input.roleSessionName], service.store)
    let own = service.store.credentials[request.caller.accessKey]?.session

    // FIRST what the session is given. A source identity that was set once stays.
    var details = SessionDetails()
    try details.add(
      input[Input.tags] ?? [], transitive: input[Input.transitiveTagKeys] ?? [], from: own?.details)
    try details.limit(by: input[Input.policy], input[Input.policyARNs] ?? [], account: role.account)
    let inherited = own?.details.sourceIdentity
    details.sourceIdentity = input[Input.sourceIdentity] ?? inherited
    let size = try details.packedSize()

    // THEN whether the role lets the caller in.
    if let inherited, inherited != details.sourceIdentity {
      throw AWSError.accessDenied(
        "User: \(request.caller.arn) is not authorized to perform: sts:SetSourceIdentity on resource: "
          + input[Input.roleARN])
    }
    try role.admit(
      "AssumeRole", service.verifiesSignatures ? .known(request.caller) : .unknown, request.caller, details,
      externalID: input[Input.externalID], request, service)

    let seconds = Int(input[Input.durationSeconds] ?? 3600)
    if own?.kind == .role, seconds > 3600 {
      throw AWSError(
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
    }
    try role.checkDuration(seconds)
    let (issued, session) = try role.credentials(
      seconds: seconds, details: details, now: Int(request.now.milliseconds), service.store, &service.ids)
    return .now(
      .with {
        $0[Output.credentials] = Credentials.of(issued, session)
        $0[Output.assumedRoleUser] = AssumedRoleUser.of(role)
        $0[Output.packedPolicySize] = size
        $0[Output.sourceIdentity] = details.sourceIdentity
      })
  }
}
