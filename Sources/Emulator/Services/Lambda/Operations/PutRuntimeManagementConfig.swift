import Protocols
import Runtime

/// When AWS may update the runtime. The runtime here is the machine's own and nobody updates it behind its owner's back, so
/// both ways are held; a given version cannot be, and is refused by name.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutRuntimeManagementConfig.html
enum PutRuntimeManagementConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let updateRuntimeOn = Required<String>(
      "UpdateRuntimeOn", .values(["Auto", "Manual", "FunctionUpdate"]),
      .emulatedOnly(["Auto", "FunctionUpdate"]))
    static let runtimeVersionARN = Member<String>(
      "RuntimeVersionArn", .length(26...2048),
      .pattern(#"arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}::runtime:.+"#), .notEmulated)
    static let shape = structure(
      "PutRuntimeManagementConfigRequest", functionName, qualifier, updateRuntimeOn, runtimeVersionARN)
  }
  enum Output: StructureShape {
    static let updateRuntimeOn = Member<String>("UpdateRuntimeOn")
    static let functionARN = Member<String>("FunctionArn")
    static let runtimeVersionARN = Member<String>("RuntimeVersionArn")
    static let shape = structure("PutRuntimeManagementConfigResponse", updateRuntimeOn, functionARN, runtimeVersionARN)
  }

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2021-07-20/functions/{FunctionName}/runtime-management-config") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let function = try reference.find(service)
    let mode = input[Input.updateRuntimeOn]
    let output = Values<Output>.with {
      $0[Output.updateRuntimeOn] = mode
      $0[Output.functionARN] = reference.qualifier == nil ? function.key.arn : reference.arn
    }
    try service.store.documents.put(
      output.structure.json, .runtimeManagement, function.key, function.version)
    return .now(output)
  }
}
