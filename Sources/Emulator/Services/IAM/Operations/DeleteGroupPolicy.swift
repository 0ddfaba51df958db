import Protocols
import Runtime

/// Removes an inline policy of a group.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html
enum DeleteGroupPolicy: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("DeleteGroupPolicyRequest", groupName, policyName)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(group: input[Input.groupName], request, service.store)
    try holder.remove(input[Input.policyName], service.store)
    return .now(Values())
  }
}
