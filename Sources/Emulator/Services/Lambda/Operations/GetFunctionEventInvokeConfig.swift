import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html
enum GetFunctionEventInvokeConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("GetFunctionEventInvokeConfigRequest", functionName, qualifier)
  }
  typealias Output = FunctionEventInvokeConfig

  static var http: HTTPBinding? { HTTPBinding("GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    return .now(try EventInvokeRules.find(reference, service))
  }
}
