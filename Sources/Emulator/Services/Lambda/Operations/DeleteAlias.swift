import Protocols
import Runtime

/// With what hangs on it. One that is not there is deleted all the same.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html
enum DeleteAlias: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let name = Required<String>("Name", .length(1...128), .pattern(#"(?!^[0-9]+$)([a-zA-Z0-9-_]+)"#), .label)
    static let shape = structure("DeleteAliasRequest", functionName, name)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.latest(service).key
    try service.store.remove(key, alias: input[Input.name])
    service.functionURLsChanged()
    service.provisioningChanged()
    return .now(Values())
  }
}
