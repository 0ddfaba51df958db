import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionPolicy.html
enum GetLayerVersionPolicy: AWSOperation {
  enum Input: StructureShape {
    static let layerName = Required<String>("LayerName", LayerTraits.nameLength, LayerTraits.namePattern, .label)
    static let versionNumber = Required<Int>("VersionNumber", .label)
    static let shape = structure("GetLayerVersionPolicyRequest", layerName, versionNumber)
  }
  enum Output: StructureShape {
    static let policy = Member<String>("Policy")
    static let revisionID = Member<String>("RevisionId")
    static let shape = structure("GetLayerVersionPolicyResponse", policy, revisionID)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let layer = try LayerVersion.named(input[Input.layerName], input[Input.versionNumber], request, service)
    let policy = ResourcePolicy(statements: try service.store.statements(of: layer.policyKey).map(\.statement))
    if policy.statements.isEmpty {
      throw AWSError.resourceNotFound("No policy is associated with the given resource.")
    }
    return .now(
      .with {
        $0[Output.policy] = policy.text
        $0[Output.revisionID] = policy.revisionID
      })
  }
}
