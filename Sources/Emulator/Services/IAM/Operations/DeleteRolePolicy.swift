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
    let holder = try PolicyHolder(role: input[Input.roleName], request, service.store)
    try holder.remove(input[Input.policyName], service.store)
    return .now(Values())
  }
}
