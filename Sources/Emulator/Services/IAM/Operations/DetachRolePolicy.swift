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
    let holder = try PolicyHolder(role: input[Input.roleName], request, service.store)
    try holder.detach(input[Input.policyARN], service.store)
    return .now(Values())
  }
}
