import Protocols
import Runtime

/// https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
enum GetPolicy: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("GetPolicyRequest", functionName, qualifier)
  }
  enum Output: StructureShape {
    static let policy = Member<String>("Policy")
    static let revisionID = Member<String>("RevisionId")
    static let shape = structure("GetPolicyResponse", policy, revisionID)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}/policy") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    _ = try reference.find(service)
    let policy = ResourcePolicy(statements: try service.store.statements(of: reference.policyKey).map(\.statement))
    if policy.statements.isEmpty { throw AWSError.resourceNotFound("The resource you requested does not exist.") }
    return .now(
      .with {
        $0[Output.policy] = policy.text
        $0[Output.revisionID] = policy.revisionID
      })
  }
}
