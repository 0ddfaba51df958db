import Protocols
import Runtime

/// Sets the policy of a table or a stream. It is kept and shown; the emulator's callers are not held to it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html
enum PutResourcePolicy: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1283))
    static let policy = Required<String>("Policy")
    static let expectedRevisionID = Member<String>("ExpectedRevisionId", .length(1...255))
    /// What AWS wants confirmed where a policy shuts its own caller out: here policies are kept and shown, and shut no
    /// one out, so there is nothing to confirm.
    static let confirmRemoveSelfResourceAccess = Member<Bool>("ConfirmRemoveSelfResourceAccess")
    static let shape = structure(
      "PutResourcePolicyInput", resourceARN, policy, expectedRevisionID, confirmRemoveSelfResourceAccess)
  }
  enum Output: StructureShape {
    static let revisionID = Member<String>("RevisionId")
    static let shape = structure("PutResourcePolicyOutput", revisionID)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.resourceARN]
    let policy = input[Input.policy]
    try PolicyResource.check(policy: policy)
    try PolicyResource.check(arn, request, service)
    let present = try service.resources.policy(of: arn)
    if let expected = input[Input.expectedRevisionID] {
      // NO_POLICY asks that there be none.
      if expected == "NO_POLICY" ? present != nil : present?.revision != expected {
        throw PolicyResource.notFound(arn)
      }
    }
    if let present, present.policy == policy { return .now(.with { $0[Output.revisionID] = present.revision }) }
    let moment = Int(request.now.milliseconds)
    let revision = String(max(moment, (present.flatMap { Int($0.revision) } ?? 0) + 1))
    try service.resources.set(policy, revision: revision, of: arn)
    return .now(.with { $0[Output.revisionID] = revision })
  }
}
