import Protocols
import Runtime

/// Changes what a request names of it; the address stays.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionUrlConfig.html
enum UpdateFunctionUrlConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), FunctionURLTraits.qualifierPattern, .query("Qualifier"))
    static let authType = Member<String>("AuthType", .values(["NONE", "AWS_IAM"]))
    static let cors = Member<Values<Cors>>("Cors")
    static let invokeMode = Member<String>("InvokeMode", .values(["BUFFERED", "RESPONSE_STREAM"]))
    static let shape = structure("UpdateFunctionUrlConfigRequest", functionName, qualifier, authType, cors, invokeMode)
  }
  typealias Output = FunctionURLConfig

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2021-10-31/functions/{FunctionName}/url") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    var config = try FunctionURLRules.find(reference, service)
    if let type = input[Input.authType] { config[FunctionURLConfig.authType] = type }
    if let cors = input[Input.cors] {
      let isEmpty = cors.structure.slots.allSatisfy(\.isAbsent)
      config[FunctionURLConfig.cors] = isEmpty ? nil : cors
    }
    if let mode = input[Input.invokeMode] { config[FunctionURLConfig.invokeMode] = mode }
    config[FunctionURLConfig.lastModifiedTime] = FunctionConfiguration.text(request.now)
    try service.store.documents.put(
      config.structure.json, .functionURL, reference.key, reference.qualifier ?? "")
    service.functionURLsChanged()
    return .now(FunctionURLRules.shown(config, reference.key.region, service))
  }
}
