import Protocols
import Runtime

/// Ends a role that has no policies any more.
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
    if try !service.store.inlinePolicies(role.account, role.owner).isEmpty {
      throw AWSError.deleteConflict("Cannot delete entity, must delete policies first.")
    }
    if try !service.store.attachments(role.account, role.owner).isEmpty {
      throw AWSError.deleteConflict("Cannot delete entity, must detach all policies first.")
    }
    try service.store.delete(role)
    return .now(Values())
  }
}
