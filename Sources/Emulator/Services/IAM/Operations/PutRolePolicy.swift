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
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    let document = input[Input.policyDocument]
    try PolicyDocument.check(document, .identity)
    let name = input[Input.policyName]
    var size = PolicyDocument.size(document)
    for policy in try service.store.inlinePolicies(role.account, role.owner)
    where policy.name.lowercased() != name.lowercased() {
      size += PolicyDocument.size(policy.document)
    }
    if size > RoleLimits.inlinePolicies {
      throw AWSError.limitExceeded(
        "Maximum policy size of \(RoleLimits.inlinePolicies) bytes exceeded for role \(role.name)")
    }
    try service.store.putInlinePolicy(role.account, role.owner, name, document)
    return .now(Values())
  }
}
