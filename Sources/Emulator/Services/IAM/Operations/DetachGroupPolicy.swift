import Protocols
import Runtime

/// Detaches a managed policy from a group.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html
enum DetachGroupPolicy: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let shape = structure("DetachGroupPolicyRequest", groupName, policyARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(group: input[Input.groupName], request, service.store)
    try holder.detach(input[Input.policyARN], service.store)
    return .now(Values())
  }
}
