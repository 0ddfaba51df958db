import Protocols
import Runtime

/// An inline policy of a role, percent-encoded.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
enum GetRolePolicy: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("GetRolePolicyRequest", roleName, policyName)
  }
  enum Output: StructureShape {
    static let roleName = Required<String>("RoleName")
    static let policyName = Required<String>("PolicyName")
    static let policyDocument = Required<String>("PolicyDocument")
    static let shape = structure("GetRolePolicyResponse", roleName, policyName, policyDocument)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(role: input[Input.roleName], request, service.store)
    let policy = try holder.inline(input[Input.policyName], service.store)
    return .now(
      .with {
        $0[Output.roleName] = holder.name
        $0[Output.policyName] = policy.name
        $0[Output.policyDocument] = PolicyDocument.encoded(policy.document)
      })
  }
}
