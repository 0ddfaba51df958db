import Protocols
import Runtime

/// Credentials for somebody outside whom the caller vouches for: after 12 hours they end unless told, the root's at most
/// after one.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
enum GetFederationToken: AWSOperation {
  enum Input: StructureShape {
    static let name = Required<String>("Name", .length(2...32), IAMTraits.nameOrEmptyPattern)
    static let policy = Member<String>("Policy", .length(1...2048), IAMTraits.documentPattern)
    static let policyARNs = Member<[Values<PolicyDescriptorType>]>("PolicyArns")
    static let durationSeconds = Member<Int32>("DurationSeconds", .range(900...129600))
    static let tags = Member<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure("GetFederationTokenRequest", name, policy, policyARNs, durationSeconds, tags)
  }
  enum Output: StructureShape {
    static let credentials = Member<Values<Credentials>>("Credentials")
    static let federatedUser = Member<Values<FederatedUser>>("FederatedUser")
    static let packedPolicySize = Member<Int32>("PackedPolicySize")
    static let shape = structure("GetFederationTokenResponse", credentials, federatedUser, packedPolicySize)
  }
  enum FederatedUser: StructureShape {
    static let federatedUserID = Required<String>("FederatedUserId")
    static let arn = Required<String>("Arn")
    static let shape = structure("FederatedUser", federatedUserID, arn)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: STSService
  ) throws(AWSError) -> Answer<Output> {
    let user = service.store.credentials[request.caller.accessKey]
    if user?.session != nil {
      throw AWSError.accessDenied("Cannot call GetFederationToken with session credentials")
    }
    var details = SessionDetails()
    try details.add(input[Input.tags] ?? [], transitive: [], from: nil)
    try details.limit(by: input[Input.policy], input[Input.policyARNs] ?? [], account: request.account)
    let size = try details.packedSize()
    var seconds = Int(input[Input.durationSeconds] ?? 43200)
    if user == nil { seconds = min(seconds, 3600) }
    let now = Int(request.now.milliseconds)
    let name = input[Input.name]
    let arn = "arn:aws:sts::\(request.account):federated-user/\(name)"
    let (issued, session) = IssuedCredentials.temporary(
      account: request.account, arn: arn, userID: "\(request.account):\(name)", expires: now + seconds * 1000,
      kind: .federated, details, &service.ids)
    try service.store.insert(issued, session, now: now)
    return .now(
      .with {
        $0[Output.credentials] = Credentials.of(issued, session)
        $0[Output.federatedUser] = .with {
          $0[FederatedUser.federatedUserID] = issued.userID
          $0[FederatedUser.arn] = arn
        }
        $0[Output.packedPolicySize] = size
      })
  }
}
