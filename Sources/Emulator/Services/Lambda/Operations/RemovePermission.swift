import Protocols
import Runtime

/// https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html
enum RemovePermission: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let statementID = Required<String>("StatementId", .length(1...100), .pattern(#"([a-zA-Z0-9-_.]+)"#), .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let revisionID = Member<String>("RevisionId", .query("RevisionId"))
    static let shape = structure("RemovePermissionRequest", functionName, statementID, qualifier, revisionID)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2015-03-31/functions/{FunctionName}/policy/{StatementId}", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    if service.store.function(reference.key) == nil {
      throw AWSError.resourceNotFound("No policy found for: \(reference.arn)")
    }
    let statements = try service.store.statements(of: reference.policyKey)
    if statements.isEmpty { throw AWSError.resourceNotFound("No policy is associated with the given resource.") }
    if let wanted = input[Input.revisionID] {
      let policy = ResourcePolicy(statements: statements.map(\.statement))
      if wanted != policy.revisionID { throw AWSError.revisionDiffers("GetPolicy") }
    }
    let sid = input[Input.statementID]
    guard try service.store.removeStatement(sid, of: reference.policyKey) else {
      throw AWSError.resourceNotFound("Statement \(sid) is not found in resource policy.")
    }
    return .now(Values())
  }
}
