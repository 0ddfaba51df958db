import Protocols
import Runtime

/// The policy of a table or a stream.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html
enum GetResourcePolicy: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1283))
    static let shape = structure("GetResourcePolicyInput", resourceARN)
  }
  enum Output: StructureShape {
    static let policy = Member<String>("Policy")
    static let revisionID = Member<String>("RevisionId")
    static let shape = structure("GetResourcePolicyOutput", policy, revisionID)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.resourceARN]
    try PolicyResource.check(arn, request, service)
    guard let present = try service.resources.policy(of: arn) else { throw PolicyResource.notFound(arn) }
    return .now(
      .with {
        $0[Output.policy] = present.policy
        $0[Output.revisionID] = present.revision
      })
  }
}
