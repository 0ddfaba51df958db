import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html
enum GetFunctionUrlConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), FunctionURLTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("GetFunctionUrlConfigRequest", functionName, qualifier)
  }
  typealias Output = FunctionURLConfig

  static var http: HTTPBinding? { HTTPBinding("GET", "/2021-10-31/functions/{FunctionName}/url") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let config = try FunctionURLRules.find(reference, service)
    return .now(FunctionURLRules.shown(config, reference.key.region, service))
  }
}
