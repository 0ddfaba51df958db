import Protocols
import Runtime

/// An inline policy of a user, percent-encoded.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
enum GetUserPolicy: AWSOperation {
  enum Input: StructureShape {
    static let userName = Required<String>("UserName", .length(1...128), IAMTraits.namePattern)
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let shape = structure("GetUserPolicyRequest", userName, policyName)
  }
  enum Output: StructureShape {
    static let userName = Required<String>("UserName")
    static let policyName = Required<String>("PolicyName")
    static let policyDocument = Required<String>("PolicyDocument")
    static let shape = structure("GetUserPolicyResponse", userName, policyName, policyDocument)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let holder = try PolicyHolder(user: input[Input.userName], request, service.store)
    let policy = try holder.inline(input[Input.policyName], service.store)
    return .now(
      .with {
        $0[Output.userName] = holder.name
        $0[Output.policyName] = policy.name
        $0[Output.policyDocument] = PolicyDocument.encoded(policy.document)
      })
  }
}
