import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html
enum GetAlias: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let name = Required<String>("Name", .length(1...128), .pattern(#"(?!^[0-9]+$)([a-zA-Z0-9-_]+)"#), .label)
    static let shape = structure("GetAliasRequest", functionName, name)
  }
  typealias Output = AliasConfiguration

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    return .now(try AliasRules.find(input[Input.name], of: reference.key, service))
  }
}
