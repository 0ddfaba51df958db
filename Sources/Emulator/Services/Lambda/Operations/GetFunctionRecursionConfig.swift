import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionRecursionConfig.html
enum GetFunctionRecursionConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", .length(1...140),
      .pattern(
        #"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"#
      ), .label)
    static let shape = structure("GetFunctionRecursionConfigRequest", functionName)
  }
  enum Output: StructureShape {
    static let recursiveLoop = Member<String>("RecursiveLoop")
    static let shape = structure("GetFunctionRecursionConfigResponse", recursiveLoop)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2024-08-31/functions/{FunctionName}/recursion-config") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.unqualified(service).key
    if let kept = try service.store.documents.values(.recursionConfig, key, as: Output.self) { return .now(kept) }
    return .now(.with { $0[Output.recursiveLoop] = "Terminate" })
  }
}
