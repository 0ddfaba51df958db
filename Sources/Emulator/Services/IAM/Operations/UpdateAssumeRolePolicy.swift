import Protocols
import Runtime

/// Changes who may assume a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
enum UpdateAssumeRolePolicy: AWSOperation {
  enum Input: StructureShape {
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let policyDocument = Required<String>("PolicyDocument", .length(1...131072), IAMTraits.documentPattern)
    static let shape = structure("UpdateAssumeRolePolicyRequest", roleName, policyDocument)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    guard var role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    let trust = input[Input.policyDocument]
    try PolicyDocument.check(trust, .trust)
    if PolicyDocument.size(trust) > RoleLimits.trustPolicy {
      throw AWSError.limitExceeded("Cannot exceed quota for ACLSizePerRole: \(RoleLimits.trustPolicy)")
    }
    role.trustPolicy = trust
    try service.store.put(role)
    return .now(Values())
  }
}
