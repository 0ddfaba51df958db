import Protocols
import Runtime

/// Who is asking: the user, the session of a role, or the root of the account.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
enum GetCallerIdentity: AWSOperation {
  enum Input: StructureShape { static let shape = structure("GetCallerIdentityRequest") }
  enum Output: StructureShape {
    static let userID = Member<String>("UserId")
    static let account = Member<String>("Account")
    static let arn = Member<String>("Arn")
    static let shape = structure("GetCallerIdentityResponse", userID, account, arn)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: STSService
  ) throws(AWSError) -> Answer<Output> {
    let issued = service.store.credentials[request.caller.accessKey]
    return .now(
      .with {
        $0[Output.account] = request.account
        $0[Output.arn] = request.caller.arn
        // The root's id is its account.
        $0[Output.userID] = issued?.userID ?? request.account
      })
  }
}
