import Protocols
import Runtime

/// Sets an inline policy of a group.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html
enum PutGroupPolicy: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let policyDocument = Required<String>("PolicyDocument", .length(1...131072), IAMTraits.documentPattern)
    static let shape = structure("PutGroupPolicyRequest", groupName, policyName, policyDocument)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(group: input[Input.groupName], request, service.store)
    try holder.put(input[Input.policyName], input[Input.policyDocument], service.store)
    return .now(Values())
  }
}
