import Protocols
import Runtime

/// Ends a user that has no access keys, policies and groups any more.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
enum DeleteUser: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("DeleteUserRequest", userName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let user = try service.store.user(request.account, input[Input.userName]) else {
      throw AWSError.userNotFound(input[Input.userName])
    }
    if try !service.store.accessKeys(of: user).isEmpty {
      throw AWSError.deleteConflict("Cannot delete entity, must delete access keys first.")
    }
    try PolicyHolder(user: user.name, request, service.store).checkEmpty(service.store)
    if try !service.store.groups(of: user).isEmpty {
      throw AWSError.deleteConflict("Cannot delete entity, must remove users from group first.")
    }
    try service.store.delete(user)
    return .now(Values())
  }
}
