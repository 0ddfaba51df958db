import Protocols
import Runtime

/// Credentials of a session of a role, for 15 minutes up to what the role allows; an hour unless told. A role that IAM
/// does not have gives them too, and the trust policy is not asked: authorisation is off.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
enum AssumeRole: AWSOperation {
  enum Input: StructureShape {
    static let roleARN = Required<String>("RoleArn", .length(20...2048), IAMTraits.stsARNPattern)
    static let roleSessionName = Required<String>("RoleSessionName", .length(2...64), IAMTraits.nameOrEmptyPattern)
    static let policyARNs = Member<[Values<PolicyDescriptorType>]>("PolicyArns", .notEmulated)
    static let policy = Member<String>(
      "Policy", .atLeast(1), .pattern(#"[\u0009\u000A\u000D\u0020-\u00FF]+"#), .notEmulated)
    static let durationSeconds = Member<Int32>("DurationSeconds", .range(900...43200))
    static let tags = Member<[Values<Tag>]>("Tags", .length(0...50), .notEmulated)
    static let transitiveTagKeys = Member<[String]>(
      "TransitiveTagKeys", .length(0...50), .each([.length(1...128), IAMTraits.tagKeyPattern]), .notEmulated)
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
  enum PolicyDescriptorType: StructureShape {
    static let arn = Member<String>("arn", .length(20...2048), IAMTraits.stsARNPattern)
    static let shape = structure("PolicyDescriptorType", arn)
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
  enum AssumedRoleUser: StructureShape {
    static let assumedRoleID = Required<String>("AssumedRoleId")
    static let arn = Required<String>("Arn")
    static let shape = structure("AssumedRoleUser", assumedRoleID, arn)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: STSService
  ) throws(AWSError) -> Answer<Output> {
    let role = try AssumedRole(input[Input.roleARN], session: input[Input.roleSessionName], service.store)
    let seconds = Int(input[Input.durationSeconds] ?? 3600)
    if service.store.credentials[request.caller.accessKey]?.session?.isRole == true, seconds > 3600 {
      throw AWSError(
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
    }
    if seconds > role.maxSession {
      throw AWSError(
        "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    }
    let (issued, session) = try role.credentials(
      seconds: seconds, now: Int(request.now.milliseconds), service.store, &service.ids)
    return .now(
      .with {
        $0[Output.credentials] = Credentials.of(issued, session)
        $0[Output.assumedRoleUser] = .with {
          $0[AssumedRoleUser.assumedRoleID] = role.userID
          $0[AssumedRoleUser.arn] = role.arn
        }
        $0[Output.sourceIdentity] = input[Input.sourceIdentity]
      })
  }
}
