import Protocols
import Runtime

/// Attaches a managed policy to a role. One that is attached already stays so.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
enum AttachRolePolicy: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let shape = structure("AttachRolePolicyRequest", roleName, policyARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(role: input[Input.roleName], request, service.store)
    try holder.attach(input[Input.policyARN], service.store)
    return .now(Values())
  }
}
