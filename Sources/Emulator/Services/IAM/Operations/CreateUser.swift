import Protocols
import Runtime

/// Makes a user.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
enum CreateUser: AWSOperation {
  enum Input: StructureShape {
    static let path = Member<String>("Path", .length(1...512), IAMTraits.pathPattern)
    static let userName = Required<String>("UserName", .length(1...64), IAMTraits.namePattern)
    static let permissionsBoundary = Member<String>("PermissionsBoundary", .length(20...2048), .notEmulated)
    static let tags = Member<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure("CreateUserRequest", path, userName, permissionsBoundary, tags)
  }
  enum Output: StructureShape {
    static let user = Member<Values<User>>("User")
    static let shape = structure("CreateUserResponse", user)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.userName]
    if try service.store.user(request.account, name) != nil {
      throw AWSError.alreadyExists("User with name \(name) already exists.")
    }
    let user = UserRecord(
      account: request.account, name: name, path: input[Input.path] ?? "/",
      id: IssuedCredentials.uniqueID("AIDA", &service.ids), created: Int(request.now.milliseconds))
    try service.store.insert(user)
    try EntityTags.add(input[Input.tags] ?? [], user.account, user.owner, service.store)
    let tags = try service.store.tags(user.account, user.owner)
    return .now(.with { $0[Output.user] = User.of(user, tags: tags) })
  }
}
