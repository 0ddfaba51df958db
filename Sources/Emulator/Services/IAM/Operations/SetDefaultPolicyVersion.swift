import Protocols
import Runtime

/// Says which version of a managed policy counts.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
enum SetDefaultPolicyVersion: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let versionID = Required<String>("VersionId", IAMTraits.versionPattern)
    static let shape = structure("SetDefaultPolicyVersionRequest", policyARN, versionID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    var policy = try service.store.ownPolicy(input[Input.policyARN], request.account)
    policy.defaultVersion = try service.store.version(input[Input.versionID], of: policy).version
    policy.updated = Int(request.now.milliseconds)
    try service.store.put(policy)
    return .now(Values())
  }
}
