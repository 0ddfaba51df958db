import Protocols
import Runtime

/// Removes a version that is not the default one.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html
enum DeletePolicyVersion: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let versionID = Required<String>("VersionId", IAMTraits.versionPattern)
    static let shape = structure("DeletePolicyVersionRequest", policyARN, versionID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.ownPolicy(input[Input.policyARN], request.account)
    let version = try service.store.version(input[Input.versionID], of: policy)
    if version.version == policy.defaultVersion {
      throw AWSError.deleteConflict("Cannot delete the default version of a policy.")
    }
    try service.store.delete(version: version.version, of: policy.arn)
    return .now(Values())
  }
}
