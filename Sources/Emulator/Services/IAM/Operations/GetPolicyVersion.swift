import Protocols
import Runtime

/// One version of a managed policy with its document, percent-encoded.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
enum GetPolicyVersion: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let versionID = Required<String>("VersionId", IAMTraits.versionPattern)
    static let shape = structure("GetPolicyVersionRequest", policyARN, versionID)
  }
  enum Output: StructureShape {
    static let policyVersion = Member<Values<PolicyVersion>>("PolicyVersion")
    static let shape = structure("GetPolicyVersionResponse", policyVersion)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let policy = try service.store.existingPolicy(input[Input.policyARN])
    let version = try service.store.version(input[Input.versionID], of: policy)
    return .now(.with { $0[Output.policyVersion] = PolicyVersion.of(version, of: policy, withDocument: true) })
  }
}
