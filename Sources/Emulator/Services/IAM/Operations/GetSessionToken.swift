import Protocols
import Runtime

/// Credentials of the same user that end: after 12 hours unless told, for the root at most one hour.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
enum GetSessionToken: AWSOperation {
  enum Input: StructureShape {
    static let durationSeconds = Member<Int32>("DurationSeconds", .range(900...129600))
    static let serialNumber = Member<String>(
      "SerialNumber", .length(9...256), .pattern(#"[\w+=/:,.@-]*"#), .notEmulated)
    static let tokenCode = Member<String>("TokenCode", .length(6...6), .pattern(#"[\d]*"#), .notEmulated)
    static let shape = structure("GetSessionTokenRequest", durationSeconds, serialNumber, tokenCode)
  }
  enum Output: StructureShape {
    static let credentials = Member<Values<Credentials>>("Credentials")
    static let shape = structure("GetSessionTokenResponse", credentials)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: STSService
  ) throws(AWSError) -> Answer<Output> {
    if service.store.credentials[request.caller.accessKey]?.session != nil {
      throw AWSError("AccessDenied", "Cannot call GetSessionToken with session credentials", status: 403)
    }
    let user = service.store.credentials[request.caller.accessKey]
    var seconds = Int(input[Input.durationSeconds] ?? 43200)
    if user == nil { seconds = min(seconds, 3600) }
    let now = Int(request.now.milliseconds)
    let (issued, session) = IssuedCredentials.temporary(
      account: request.account, arn: request.caller.arn, userID: user?.userID ?? request.account,
      expires: now + seconds * 1000, kind: .user, SessionDetails(), &service.ids)
    try service.store.insert(issued, session, now: now)
    return .now(.with { $0[Output.credentials] = Credentials.of(issued, session) })
  }
}
