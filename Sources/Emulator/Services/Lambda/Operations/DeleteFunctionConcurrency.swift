import Protocols
import Runtime

/// Gives what was reserved back to the account.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html
enum DeleteFunctionConcurrency: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let shape = structure("DeleteFunctionConcurrencyRequest", functionName)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2017-10-31/functions/{FunctionName}/concurrency", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.latest(service).key
    try service.store.documents.remove(.reservedConcurrency, key)
    return .now(Values())
  }
}
