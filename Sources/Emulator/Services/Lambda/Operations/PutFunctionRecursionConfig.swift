import Protocols
import Runtime

/// Whether the function may call itself in circles: `Terminate` ends a chain after 16 invocations.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html
enum PutFunctionRecursionConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", .length(1...140),
      .pattern(
        #"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"#
      ), .label)
    static let recursiveLoop = Required<String>("RecursiveLoop", .values(["Allow", "Terminate"]))
    static let shape = structure("PutFunctionRecursionConfigRequest", functionName, recursiveLoop)
  }
  enum Output: StructureShape {
    static let recursiveLoop = Member<String>("RecursiveLoop")
    static let shape = structure("PutFunctionRecursionConfigResponse", recursiveLoop)
  }

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2024-08-31/functions/{FunctionName}/recursion-config") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.unqualified(service).key
    let output = Values<Output>.with { $0[Output.recursiveLoop] = input[Input.recursiveLoop] }
    try service.store.documents.put(output.structure.json, .recursionConfig, key)
    return .now(output)
  }
}
