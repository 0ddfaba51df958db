import Protocols
import Runtime

/// Sets tags of a managed policy of the account.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html
enum TagPolicy: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let tags = Required<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure("TagPolicyRequest", policyARN, tags)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.ownPolicy(input[Input.policyARN], request.account)
    try EntityTags.add(input[Input.tags], policy.account, policy.owner, service.store)
    return .now(Values())
  }
}
