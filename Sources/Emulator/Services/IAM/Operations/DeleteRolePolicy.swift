import Protocols
import Runtime

/// Removes an inline policy of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html
enum DeleteRolePolicy: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("DeleteRolePolicyRequest", roleName, policyName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    let name = input[Input.policyName]
    guard try service.store.deleteInlinePolicy(role.account, role.owner, name) else {
      throw AWSError.noSuchEntity("The role policy with name \(name) cannot be found.")
    }
    return .now(Values())
  }
}
