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
    guard let role = try service.store.role(request.account, input[Input.roleName]) else {
      throw AWSError.roleNotFound(input[Input.roleName])
    }
    let arn = input[Input.policyARN]
    guard try service.store.policy(arn: arn) != nil else {
      _ = try checkARN(arn)
      throw AWSError.noSuchEntity("Policy \(arn) does not exist or is not attachable.")
    }
    let attached = try service.store.attachments(role.account, role.owner)
    if attached.contains(arn) { return .now(Values()) }
    if attached.count >= RoleLimits.attachments {
      throw AWSError.limitExceeded("Cannot exceed quota for PoliciesPerRole: \(RoleLimits.attachments)")
    }
    try service.store.attach(arn, to: role.owner, role.account)
    return .now(Values())
  }

  private static func checkARN(_ text: String) throws(AWSError) -> ARN {
    guard let arn = ARN(text), arn.service == "iam", arn.resource.hasPrefix("policy/") else {
      throw AWSError.invalidInput("ARN \(text) is not valid.")
    }
    return arn
  }
}
