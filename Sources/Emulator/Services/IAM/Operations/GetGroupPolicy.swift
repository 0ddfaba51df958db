import Protocols
import Runtime

/// An inline policy of a group, percent-encoded.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html
enum GetGroupPolicy: AWSOperation {
  enum Input: StructureShape {
    static let groupName = Required<String>("GroupName", .length(1...128), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("GetGroupPolicyRequest", groupName, policyName)
  }
  enum Output: StructureShape {
    static let groupName = Required<String>("GroupName")
    static let policyName = Required<String>("PolicyName")
    static let policyDocument = Required<String>("PolicyDocument")
    static let shape = structure("GetGroupPolicyResponse", groupName, policyName, policyDocument)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(group: input[Input.groupName], request, service.store)
    let policy = try holder.inline(input[Input.policyName], service.store)
    return .now(
      .with {
        $0[Output.groupName] = holder.name
        $0[Output.policyName] = policy.name
        $0[Output.policyDocument] = PolicyDocument.encoded(policy.document)
      })
  }
}
