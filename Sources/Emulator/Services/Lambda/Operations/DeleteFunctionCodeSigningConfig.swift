import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionCodeSigningConfig.html
enum DeleteFunctionCodeSigningConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let shape = structure("DeleteFunctionCodeSigningConfigRequest", functionName)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2020-06-30/functions/{FunctionName}/code-signing-config", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.latest(service).key
    try service.store.documents.remove(.functionCodeSigning, key)
    return .now(Values())
  }
}
