import Protocols
import Runtime

/// A user; without a name the one whose key signed, the root among them.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
enum GetUser: AWSOperation {
  enum Input: StructureShape {
    static let userName = Member<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("GetUserRequest", userName)
  }
  enum Output: StructureShape {
    static let user = Required<Values<User>>("User")
    static let shape = structure("GetUserResponse", user)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    if input[Input.userName] == nil, request.caller.arn.hasSuffix(":root") {
      // The root has no name of its own, and as id its account.
      let root = Values<User>.with {
        $0[User.path] = "/"
        $0[User.userName] = "root"
        $0[User.userID] = request.account
        $0[User.arn] = request.caller.arn
        $0[User.createDate] = Timestamp(seconds: 0)
      }
      return .now(.with { $0[Output.user] = root })
    }
    let user = try CallingUser.find(input[Input.userName], request, service)
    let tags = try service.store.tags(user.account, user.owner)
    return .now(.with { $0[Output.user] = User.of(user, tags: tags) })
  }
}
