import Protocols
import Runtime

/// Ends a role that has no policies and is in no instance profile any more.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
enum DeleteRole: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let shape = structure("DeleteRoleRequest", roleName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    try PolicyHolder(role: role.name, request, service.store).checkEmpty(service.store)
    if try !service.store.profiles(of: role).isEmpty {
      throw AWSError.deleteConflict("Cannot delete entity, must remove roles from instance profile first.")
    }
    try service.store.delete(role)
    return .now(Values())
  }
}
