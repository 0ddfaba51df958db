import Protocols
import Runtime

/// Gives a function or an alias an address of its own at which it is served over HTTP.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html
enum CreateFunctionUrlConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), FunctionURLTraits.qualifierPattern, .query("Qualifier"))
    static let authType = Required<String>("AuthType", .values(["NONE", "AWS_IAM"]))
    static let cors = Member<Values<Cors>>("Cors")
    static let invokeMode = Member<String>("InvokeMode", .values(["BUFFERED", "RESPONSE_STREAM"]))
    static let shape = structure("CreateFunctionUrlConfigRequest", functionName, qualifier, authType, cors, invokeMode)
  }
  enum Output: StructureShape {
    static let functionURL = Member<String>("FunctionUrl")
    static let functionARN = Member<String>("FunctionArn")
    static let authType = Member<String>("AuthType")
    static let cors = Member<Values<Cors>>("Cors")
    static let creationTime = Member<String>("CreationTime")
    static let invokeMode = Member<String>("InvokeMode")
    static let shape = structure(
      "CreateFunctionUrlConfigResponse", functionURL, functionARN, authType, cors, creationTime, invokeMode)
  }

  static var http: HTTPBinding? { HTTPBinding("POST", "/2021-10-31/functions/{FunctionName}/url", status: 201) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let function = try FunctionURLRules.function(reference, service)
    let qualifier = reference.qualifier ?? ""
    if service.store.documents[.functionURL, function.key, qualifier] != nil {
      throw AWSError.conflict(
        "Failed to create function url config for [functionArn = \(reference.arn)]. Error message:  FunctionUrlConfig exists "
          + "for this Lambda function")
    }
    let now = FunctionConfiguration.text(request.now)
    let config = Values<FunctionURLConfig>.with { out in
      out[FunctionURLConfig.functionURL] = service.newText(32, of: "abcdefghijklmnopqrstuvwxyz234567")
      out[FunctionURLConfig.functionARN] = reference.arn
      out[FunctionURLConfig.creationTime] = now
      out[FunctionURLConfig.lastModifiedTime] = now
      out[FunctionURLConfig.cors] = input[Input.cors]
      out[FunctionURLConfig.authType] = input[Input.authType]
      out[FunctionURLConfig.invokeMode] = input[Input.invokeMode] ?? "BUFFERED"
    }
    try service.store.documents.put(config.structure.json, .functionURL, function.key, qualifier)
    service.functionURLsChanged()
    return .now(
      .with { out in
        out[Output.functionURL] =
          FunctionURLRules.shown(config, function.key.region, service)[
            FunctionURLConfig.functionURL]
        out[Output.functionARN] = reference.arn
        out[Output.authType] = input[Input.authType]
        out[Output.cors] = input[Input.cors]
        out[Output.creationTime] = now
        out[Output.invokeMode] = config[FunctionURLConfig.invokeMode]
      })
  }
}
