import Protocols
import Runtime

/// Sets an inline policy of a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
enum PutRolePolicy: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let policyDocument = Required<String>("PolicyDocument", .length(1...131072), IAMTraits.documentPattern)
    static let shape = structure("PutRolePolicyRequest", roleName, policyName, policyDocument)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(role: input[Input.roleName], request, service.store)
    try holder.put(input[Input.policyName], input[Input.policyDocument], service.store)
    return .now(Values())
  }
}
