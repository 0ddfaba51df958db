import Protocols
import Runtime
import Storage

/// Functions that have it keep it, as on AWS: its files stay while one does.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html
enum DeleteLayerVersion: AWSOperation {
  enum Input: StructureShape {
    static let layerName = Required<String>("LayerName", LayerTraits.nameLength, LayerTraits.namePattern, .label)
    static let versionNumber = Required<Int>("VersionNumber", .label)
    static let shape = structure("DeleteLayerVersionRequest", layerName, versionNumber)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let key = try LayerVersion.key(input[Input.layerName], request)
    let number = input[Input.versionNumber]
    if number < 1 { throw AWSError.invalidParameter("Layer Version Cannot be less than 1") }
    guard let layer = LayerVersion.find(key, number, service) else { return .now(Values()) }
    try service.store.documents.remove(.layerVersion, key, String(number))
    for statement in try service.store.statements(of: layer.policyKey) {
      _ = try service.store.removeStatement(statement.sid, of: layer.policyKey)
    }
    if service.store.allVersions.contains(where: { $0.layers.contains(layer.arn) }) {
      try service.store.documents.put(layer.document, .deletedLayerVersion, key, String(number))
    } else {
      service.store.round.afterCommit { service.discard(layer.code) }
    }
    return .now(Values())
  }
}
