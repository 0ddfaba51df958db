import Protocols
import Runtime

/// The address is given to nobody again.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionUrlConfig.html
enum DeleteFunctionUrlConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), FunctionURLTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("DeleteFunctionUrlConfigRequest", functionName, qualifier)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? { HTTPBinding("DELETE", "/2021-10-31/functions/{FunctionName}/url", status: 204) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    _ = try FunctionURLRules.find(reference, service)
    try service.store.documents.remove(.functionURL, reference.key, reference.qualifier ?? "")
    service.functionURLsChanged()
    return .now(Values())
  }
}
