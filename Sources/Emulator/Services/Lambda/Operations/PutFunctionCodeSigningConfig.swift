import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionCodeSigningConfig.html
enum PutFunctionCodeSigningConfig: AWSOperation {
  enum Input: StructureShape {
    static let codeSigningConfigARN = Required<String>(
      "CodeSigningConfigArn", CodeSigningTraits.arnLength, CodeSigningTraits.arnPattern)
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let shape = structure("PutFunctionCodeSigningConfigRequest", codeSigningConfigARN, functionName)
  }
  enum Output: StructureShape {
    static let codeSigningConfigARN = Member<String>("CodeSigningConfigArn")
    static let functionName = Member<String>("FunctionName")
    static let shape = structure("PutFunctionCodeSigningConfigResponse", codeSigningConfigARN, functionName)
  }

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2020-06-30/functions/{FunctionName}/code-signing-config") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let arn = input[Input.codeSigningConfigARN]
    try CodeSigningReference.check(arn, service)
    let key = try reference.latest(service).key
    try service.store.documents.put(JSONValue.string(arn).bytes, .functionCodeSigning, key)
    return .now(
      .with {
        $0[Output.codeSigningConfigARN] = arn
        $0[Output.functionName] = key.name
      })
  }
}
