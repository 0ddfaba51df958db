import Protocols
import Runtime

/// What is reserved; an empty answer where nothing is.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html
enum GetFunctionConcurrency: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let shape = structure("GetFunctionConcurrencyRequest", functionName)
  }
  enum Output: StructureShape {
    static let reservedConcurrentExecutions = Member<Int32>("ReservedConcurrentExecutions")
    static let shape = structure("GetFunctionConcurrencyResponse", reservedConcurrentExecutions)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2019-09-30/functions/{FunctionName}/concurrency") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.latest(service).key
    return .now(
      .with { $0[Output.reservedConcurrentExecutions] = service.store.documents.reserved[key].map(Int32.init) })
  }
}
