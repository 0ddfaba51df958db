import Protocols
import Runtime

/// Takes the policy off a table or a stream; doing so twice is no error, unless a revision is expected.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html
enum DeleteResourcePolicy: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1283))
    static let expectedRevisionID = Member<String>("ExpectedRevisionId", .length(1...255))
    static let shape = structure("DeleteResourcePolicyInput", resourceARN, expectedRevisionID)
  }
  enum Output: StructureShape {
    static let revisionID = Member<String>("RevisionId")
    static let shape = structure("DeleteResourcePolicyOutput", revisionID)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.resourceARN]
    try PolicyResource.check(arn, request, service)
    let present = try service.resources.policy(of: arn)
    if let expected = input[Input.expectedRevisionID], present?.revision != expected {
      throw PolicyResource.notFound(arn)
    }
    try service.resources.deletePolicy(of: arn)
    return .now(.with { $0[Output.revisionID] = present?.revision })
  }
}
