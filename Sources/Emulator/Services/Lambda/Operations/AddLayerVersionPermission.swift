import Protocols
import Runtime

/// Adds a statement to the policy of a layer's version. It is kept and returned.
/// https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html
enum AddLayerVersionPermission: AWSOperation {
  enum Input: StructureShape {
    static let layerName = Required<String>("LayerName", LayerTraits.nameLength, LayerTraits.namePattern, .label)
    static let versionNumber = Required<Int>("VersionNumber", .label)
    static let statementID = Required<String>("StatementId", .length(1...100), .pattern(#"([a-zA-Z0-9-_]+)"#))
    static let action = Required<String>("Action", .length(0...22), .pattern(#"lambda:GetLayerVersion"#))
    static let principal = Required<String>("Principal", .pattern(#"\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root"#))
    static let organizationID = Member<String>("OrganizationId", .length(0...34), .pattern(#"o-[a-z0-9]{10,32}"#))
    static let revisionID = Member<String>("RevisionId", .query("RevisionId"))
    static let shape = structure(
      "AddLayerVersionPermissionRequest", layerName, versionNumber, statementID, action, principal, organizationID,
      revisionID)
  }
  enum Output: StructureShape {
    static let statement = Member<String>("Statement")
    static let revisionID = Member<String>("RevisionId")
    static let shape = structure("AddLayerVersionPermissionResponse", statement, revisionID)
  }

  static var http: HTTPBinding? {
    HTTPBinding("POST", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy", status: 201)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let layer = try LayerVersion.named(input[Input.layerName], input[Input.versionNumber], request, service)
    var policy = ResourcePolicy(statements: try service.store.statements(of: layer.policyKey).map(\.statement))
    if let wanted = input[Input.revisionID], wanted != policy.revisionID {
      throw AWSError.revisionDiffers("GetLayerPolicy")
    }
    let sid = input[Input.statementID]
    if try service.store.statements(of: layer.policyKey).contains(where: { $0.sid == sid }) {
      throw AWSError.conflict(
        "The statement id (\(sid)) provided already exists. Please provide a new statement id, or remove the existing "
          + "statement.")
    }
    let statement = ResourcePolicy.statement(
      ResourcePolicy.Permission(
        sid: sid, action: input[Input.action], principal: input[Input.principal], resource: layer.arn,
        organization: input[Input.organizationID]))
    policy.statements.append(statement)
    if policy.text.utf8.count > ResourcePolicy.limit {
      throw AWSError.policyTooLong(policy.text.utf8.count, limit: ResourcePolicy.limit)
    }
    try service.store.addStatement(sid, statement, to: layer.policyKey)
    return .now(
      .with {
        $0[Output.statement] = statement
        $0[Output.revisionID] = policy.revisionID
      })
  }
}
