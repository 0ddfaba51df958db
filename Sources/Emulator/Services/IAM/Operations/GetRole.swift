import Protocols
import Runtime

/// A role with its trust policy, percent-encoded.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
enum GetRole: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let shape = structure("GetRoleRequest", roleName)
  }
  enum Output: StructureShape {
    static let role = Required<Values<Role>>("Role")
    static let shape = structure("GetRoleResponse", role)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    let tags = try service.store.tags(role.account, role.owner)
    return .now(.with { $0[Output.role] = Role.of(role, tags: tags) })
  }
}
