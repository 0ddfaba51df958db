import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html
enum DeleteFunctionEventInvokeConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("DeleteFunctionEventInvokeConfigRequest", functionName, qualifier)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2019-09-25/functions/{FunctionName}/event-invoke-config", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    _ = try EventInvokeRules.find(reference, service)
    try service.store.documents.remove(.eventInvokeConfig, reference.key, EventInvokeRules.qualifier(reference))
    return .now(Values())
  }
}
