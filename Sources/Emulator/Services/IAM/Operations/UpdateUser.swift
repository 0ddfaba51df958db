import Protocols
import Runtime

/// Gives a user another name or path; keys, policies, tags and groups stay.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
enum UpdateUser: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let newPath = Member<String>("NewPath", .length(1...512), IAMTraits.pathPattern)
    static let newUserName = Member<String>("NewUserName", .length(1...64), IAMTraits.namePattern)
    static let shape = structure("UpdateUserRequest", userName, newPath, newUserName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let user = try service.store.user(request.account, input[Input.userName]) else {
      throw AWSError.userNotFound(input[Input.userName])
    }
    let name = input[Input.newUserName] ?? user.name
    if name.lowercased() != user.name.lowercased(), try service.store.user(request.account, name) != nil {
      throw AWSError.alreadyExists("User with name \(name) already exists.")
    }
    try service.store.rename(user, to: name, path: input[Input.newPath] ?? user.path)
    return .now(Values())
  }
}
