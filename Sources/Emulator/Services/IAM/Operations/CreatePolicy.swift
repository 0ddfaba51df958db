import Protocols
import Runtime

/// Makes a managed policy with its first version.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
enum CreatePolicy: AWSOperation {
  enum Input: StructureShape {
    static let policyName = Required<String>("PolicyName", .length(1...128), IAMTraits.namePattern)
    static let path = Member<String>("Path", .length(1...512), IAMTraits.policyPathPattern)
    static let policyDocument = Required<String>("PolicyDocument", .length(1...131072), IAMTraits.documentPattern)
    static let description = Member<String>("Description", .length(0...1000))
    static let tags = Member<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure("CreatePolicyRequest", policyName, path, policyDocument, description, tags)
  }
  enum Output: StructureShape {
    static let policy = Member<Values<Policy>>("Policy")
    static let shape = structure("CreatePolicyResponse", policy)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.policyName]
    let document = input[Input.policyDocument]
    try PolicyDocument.check(document, .identity)
    if PolicyDocument.size(document) > RoleLimits.managedPolicy {
      throw AWSError.limitExceeded("Cannot exceed quota for PolicySize: \(RoleLimits.managedPolicy)")
    }
    if try service.store.policy(request.account, name: name) != nil {
      throw AWSError.alreadyExists("A policy called \(name) already exists. Duplicate names are not allowed.")
    }
    let path = input[Input.path] ?? "/"
    let now = Int(request.now.milliseconds)
    let policy = PolicyRecord(
      account: request.account, name: name, path: path, id: IssuedCredentials.uniqueID("ANPA", &service.ids),
      arn: "arn:aws:iam::\(request.account):policy\(path)\(name)", created: now, updated: now,
      description: input[Input.description], defaultVersion: 1, lastVersion: 1)
    try service.store.put(policy)
    try service.store.insert(PolicyVersionRecord(version: 1, created: now, document: document), of: policy.arn)
    try EntityTags.add(input[Input.tags] ?? [], policy.account, policy.owner, service.store)
    let output = try Policy.of(policy, isListed: false, request.account, service.store)
    return .now(.with { $0[Output.policy] = output })
  }
}
