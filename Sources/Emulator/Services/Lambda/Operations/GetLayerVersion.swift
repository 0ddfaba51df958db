import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html
enum GetLayerVersion: AWSOperation {
  enum Input: StructureShape {
    static let layerName = Required<String>("LayerName", LayerTraits.nameLength, LayerTraits.namePattern, .label)
    static let versionNumber = Required<Int>("VersionNumber", .label)
    static let shape = structure("GetLayerVersionRequest", layerName, versionNumber)
  }
  typealias Output = LayerVersionDescription

  static var http: HTTPBinding? { HTTPBinding("GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    do throws(AWSError) {
      let layer = try LayerVersion.named(input[Input.layerName], input[Input.versionNumber], request, service)
      return .now(
        LayerVersionDescription.of(layer, location: service.codeURL(layer.codeID, endpoint: request.endpoint)))
    } catch  where error.status == 404 {
      throw AWSError.resourceNotFound("The resource you requested does not exist.")
    }
  }
}
