import Protocols
import Runtime

/// An empty answer where the function has none.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionCodeSigningConfig.html
enum GetFunctionCodeSigningConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let shape = structure("GetFunctionCodeSigningConfigRequest", functionName)
  }
  enum Output: StructureShape {
    static let codeSigningConfigARN = Member<String>("CodeSigningConfigArn")
    static let functionName = Member<String>("FunctionName")
    static let shape = structure("GetFunctionCodeSigningConfigResponse", codeSigningConfigARN, functionName)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2020-06-30/functions/{FunctionName}/code-signing-config") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.latest(service).key
    guard let document = service.store.documents[.functionCodeSigning, key] else { return .now(Values()) }
    return .now(
      .with {
        $0[Output.codeSigningConfigARN] = (try? JSONValue.parse(document))?.string
        $0[Output.functionName] = key.name
      })
  }
}
