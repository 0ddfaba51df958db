import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html
enum GetLayerVersionByArn: AWSOperation {
  enum Input: StructureShape {
    static let arn = Required<String>(
      "Arn", .length(1...140), .pattern(#"arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+"#),
      .query("Arn"))
    static let shape = structure("GetLayerVersionByArnRequest", arn)
  }
  typealias Output = LayerVersionDescription

  static var http: HTTPBinding? { HTTPBinding("GET", "/2018-10-31/layers?find=LayerVersion") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    guard let layer = LayerVersion.of(input[Input.arn], service) else {
      throw AWSError.resourceNotFound("The resource you requested does not exist.")
    }
    return .now(
      LayerVersionDescription.of(layer, location: service.codeURL(layer.codeID, endpoint: request.endpoint)))
  }
}
