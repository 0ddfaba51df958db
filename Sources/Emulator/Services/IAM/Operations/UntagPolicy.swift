import Protocols
import Runtime

/// Removes tags of a managed policy of the account; one that is not there is none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html
enum UntagPolicy: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let tagKeys = Required<[String]>(
      "TagKeys", .length(0...50), .each([.length(1...128), IAMTraits.tagKeyPattern]))
    static let shape = structure("UntagPolicyRequest", policyARN, tagKeys)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.ownPolicy(input[Input.policyARN], request.account)
    for name in input[Input.tagKeys] { try service.store.removeTag(name, policy.account, policy.owner) }
    return .now(Values())
  }
}
