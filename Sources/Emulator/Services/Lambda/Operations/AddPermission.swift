import Protocols
import Runtime

/// Adds a statement to a function's resource policy. It is kept and returned.
/// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
enum AddPermission: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let statementID = Required<String>("StatementId", .length(1...100), .pattern(#"([a-zA-Z0-9-_]+)"#))
    static let action = Required<String>("Action", .pattern(#"(lambda:[*]|lambda:[a-zA-Z]+|[*])"#))
    static let principal = Required<String>("Principal", .pattern(#"[^\s]+"#))
    static let sourceARN = Member<String>("SourceArn", LambdaTraits.arnPattern)
    static let sourceAccount = Member<String>("SourceAccount", .length(0...12), .pattern(#"\d{12}"#))
    static let eventSourceToken = Member<String>("EventSourceToken", .length(0...256), .pattern(#"[a-zA-Z0-9._\-]+"#))
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let revisionID = Member<String>("RevisionId")
    static let principalOrgID = Member<String>("PrincipalOrgID", .length(12...34), .pattern(#"o-[a-z0-9]{10,32}"#))
    static let functionURLAuthType = Member<String>("FunctionUrlAuthType", .values(["NONE", "AWS_IAM"]))
    static let invokedViaFunctionURL = Member<Bool>("InvokedViaFunctionUrl")
    static let shape = structure(
      "AddPermissionRequest", functionName, statementID, action, principal, sourceARN, sourceAccount, eventSourceToken,
      qualifier, revisionID, principalOrgID, functionURLAuthType, invokedViaFunctionURL)
  }
  enum Output: StructureShape {
    static let statement = Member<String>("Statement")
    static let shape = structure("AddPermissionResponse", statement)
  }

  static var http: HTTPBinding? { HTTPBinding("POST", "/2015-03-31/functions/{FunctionName}/policy", status: 201) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    if reference.qualifier == LambdaFunction.latest {
      throw AWSError.invalidParameter("We currently do not support adding policies for $LATEST.")
    }
    if let alias = reference.qualifier, !reference.namesVersion, service.store.function(reference.key) != nil {
      _ = try AliasRules.find(alias, of: reference.key, service)
    }
    _ = try reference.find(service)
    let present = try service.store.statements(of: reference.policyKey)
    var policy = ResourcePolicy(statements: present.map(\.statement))
    if let wanted = input[Input.revisionID], wanted != policy.revisionID { throw AWSError.revisionDiffers("GetPolicy") }
    let sid = input[Input.statementID]
    if present.contains(where: { $0.sid == sid }) {
      throw AWSError.conflict(
        "The statement id (\(sid)) provided already exists. Please provide a new statement id, or remove the existing "
          + "statement.")
    }
    let statement = ResourcePolicy.statement(
      ResourcePolicy.Permission(
        sid: sid, action: input[Input.action], principal: input[Input.principal], resource: reference.arn,
        sourceARN: input[Input.sourceARN], sourceAccount: input[Input.sourceAccount],
        eventSourceToken: input[Input.eventSourceToken], organization: input[Input.principalOrgID],
        urlAuthType: input[Input.functionURLAuthType], invokedViaURL: input[Input.invokedViaFunctionURL]))
    policy.statements.append(statement)
    if policy.text.utf8.count > ResourcePolicy.limit {
      throw AWSError.policyTooLong(policy.text.utf8.count, limit: ResourcePolicy.limit)
    }
    try service.store.addStatement(sid, statement, to: reference.policyKey)
    return .now(.with { $0[Output.statement] = statement })
  }
}
