import Protocols
import Runtime

/// Removes an inline policy of a user.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html
enum DeleteUserPolicy: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("DeleteUserPolicyRequest", userName, policyName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(user: input[Input.userName], request, service.store)
    try holder.remove(input[Input.policyName], service.store)
    return .now(Values())
  }
}
