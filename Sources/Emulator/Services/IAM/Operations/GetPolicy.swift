import Protocols
import Runtime

/// A managed policy, the account's own or one of AWS's.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
enum GetPolicy: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let shape = structure("GetPolicyRequest", policyARN)
  }
  enum Output: StructureShape {
    static let policy = Member<Values<Policy>>("Policy")
    static let shape = structure("GetPolicyResponse", policy)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.existingPolicy(input[Input.policyARN])
    let output = try Policy.of(policy, isListed: false, request.account, service.store)
    return .now(.with { $0[Output.policy] = output })
  }
}
