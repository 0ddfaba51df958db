import Protocols
import Runtime

/// Attaches a managed policy to a group. One that is attached already stays so.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html
enum AttachGroupPolicy: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let shape = structure("AttachGroupPolicyRequest", groupName, policyARN)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(group: input[Input.groupName], request, service.store)
    try holder.attach(input[Input.policyARN], service.store)
    return .now(Values())
  }
}
