import Protocols
import Runtime

/// Deletes a function; its processes end, what runs is cut off. Its mappings stay and fail until it is made again.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
enum DeleteFunction: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("DeleteFunctionRequest", functionName, qualifier)
  }
  enum Output: StructureShape {
    static let statusCode = Member<Int32>("StatusCode", .statusCode)
    static let shape = structure("DeleteFunctionResponse", statusCode)
  }

  static var http: HTTPBinding? { HTTPBinding("DELETE", "/2015-03-31/functions/{FunctionName}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    if reference.qualifier == "$LATEST" {
      throw AWSError.invalidParameter("$LATEST version cannot be deleted without deleting the function.")
    }
    let function = try reference.find(service)
    try service.store.remove(function.key)
    service.forget(function)
    return .now(.with { $0[Output.statusCode] = 204 })
  }
}
