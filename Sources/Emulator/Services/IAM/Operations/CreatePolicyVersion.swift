import Protocols
import Runtime

/// Adds a version to a managed policy, which has five at most.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
enum CreatePolicyVersion: AWSOperation {
  enum Input: StructureShape {
    static let policyARN = Required<String>("PolicyArn", .length(20...2048))
    static let policyDocument = Required<String>("PolicyDocument", .length(1...131072), IAMTraits.documentPattern)
    static let setAsDefault = Member<Bool>("SetAsDefault")
    static let shape = structure("CreatePolicyVersionRequest", policyARN, policyDocument, setAsDefault)
  }
  enum Output: StructureShape {
    static let policyVersion = Member<Values<PolicyVersion>>("PolicyVersion")
    static let shape = structure("CreatePolicyVersionResponse", policyVersion)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    var policy = try service.store.ownPolicy(input[Input.policyARN], request.account)
    let document = input[Input.policyDocument]
    try PolicyDocument.check(document, .identity)
    if PolicyDocument.size(document) > RoleLimits.managedPolicy {
      throw AWSError.limitExceeded("Cannot exceed quota for PolicySize: \(RoleLimits.managedPolicy)")
    }
    if try service.store.versions(of: policy).count >= RoleLimits.versions {
      throw AWSError.limitExceeded(
        "A managed policy can have up to \(RoleLimits.versions) versions. Before you create a new version, you must "
          + "delete an existing version.")
    }
    let now = Int(request.now.milliseconds)
    policy.lastVersion += 1
    policy.updated = now
    if input[Input.setAsDefault] == true { policy.defaultVersion = policy.lastVersion }
    let version = PolicyVersionRecord(version: policy.lastVersion, created: now, document: document)
    try service.store.put(policy)
    try service.store.insert(version, of: policy.arn)
    let output = PolicyVersion.of(version, of: policy, withDocument: false)
    return .now(.with { $0[Output.policyVersion] = output })
  }
}
