import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html
enum GetProvisionedConcurrencyConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let qualifier = Required<String>(
      "Qualifier", .length(1...128), .pattern(#"(|[a-zA-Z0-9$_-]+)"#), .query("Qualifier"))
    static let shape = structure("GetProvisionedConcurrencyConfigRequest", functionName, qualifier)
  }
  typealias Output = ProvisionedConcurrency

  static var http: HTTPBinding? { HTTPBinding("GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let key = try ProvisionedConcurrencyRules.check(reference, service, isPut: false)
    guard let config = try service.provisioned(key, input[Input.qualifier]) else {
      throw AWSError(
        "ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found for this function",
        status: 404, details: LambdaErrorDetails.user)
    }
    return .now(config)
  }
}
