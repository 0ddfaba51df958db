import Protocols
import Runtime

/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
enum GetFunctionConfiguration: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("GetFunctionConfigurationRequest", functionName, qualifier)
  }
  typealias Output = FunctionConfiguration

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}/configuration") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let function = try reference.find(service)
    return .now(
      FunctionConfiguration.of(function, qualifier: reference.qualifier, sizes: service.layerSizes(of: function)))
  }
}
