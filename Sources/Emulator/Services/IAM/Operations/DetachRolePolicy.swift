import Protocols
import Runtime

/// Detaches a managed policy from a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html
enum DetachRolePolicy: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let shape = structure("DetachRolePolicyRequest", roleName, policyARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    let arn = input[Input.policyARN]
    guard try service.store.detach(arn, from: role.owner, role.account) else { throw AWSError.policyNotFound(arn) }
    return .now(Values())
  }
}
