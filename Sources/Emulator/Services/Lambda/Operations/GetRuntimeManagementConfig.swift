import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetRuntimeManagementConfig.html
enum GetRuntimeManagementConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("GetRuntimeManagementConfigRequest", functionName, qualifier)
  }
  enum Output: StructureShape {
    static let updateRuntimeOn = Member<String>("UpdateRuntimeOn")
    static let runtimeVersionARN = Member<String>("RuntimeVersionArn")
    static let functionARN = Member<String>("FunctionArn")
    static let shape = structure("GetRuntimeManagementConfigResponse", updateRuntimeOn, runtimeVersionARN, functionARN)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2021-07-20/functions/{FunctionName}/runtime-management-config") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let function = try reference.find(service)
    if let kept = try service.store.documents.values(
      .runtimeManagement, function.key, function.version, as: Output.self)
    {
      return .now(kept)
    }
    return .now(
      .with {
        $0[Output.updateRuntimeOn] = "Auto"
        $0[Output.functionARN] = reference.qualifier == nil ? function.key.arn : reference.arn
      })
  }
}
