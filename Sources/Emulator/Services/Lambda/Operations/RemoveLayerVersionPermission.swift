import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_RemoveLayerVersionPermission.html
enum RemoveLayerVersionPermission: AWSOperation {
  enum Input: StructureShape {
    static let layerName = Required<String>("LayerName", LayerTraits.nameLength, LayerTraits.namePattern, .label)
    static let versionNumber = Required<Int>("VersionNumber", .label)
    static let statementID = Required<String>("StatementId", .length(1...100), .pattern(#"([a-zA-Z0-9-_]+)"#), .label)
    static let revisionID = Member<String>("RevisionId", .query("RevisionId"))
    static let shape = structure(
      "RemoveLayerVersionPermissionRequest", layerName, versionNumber, statementID, revisionID)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let layer = try LayerVersion.named(input[Input.layerName], input[Input.versionNumber], request, service)
    let policy = ResourcePolicy(statements: try service.store.statements(of: layer.policyKey).map(\.statement))
    if policy.statements.isEmpty {
      throw AWSError.resourceNotFound("No policy is associated with the given resource.")
    }
    if let wanted = input[Input.revisionID], wanted != policy.revisionID {
      throw AWSError.revisionDiffers("GetLayerPolicy")
    }
    guard try service.store.removeStatement(input[Input.statementID], of: layer.policyKey) else {
      throw AWSError.resourceNotFound("Statement \(input[Input.statementID]) is not found in resource policy.")
    }
    return .now(Values())
  }
}
