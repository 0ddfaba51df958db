import Protocols
import Runtime

/// Its processes end once they have grown cold like others.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteProvisionedConcurrencyConfig.html
enum DeleteProvisionedConcurrencyConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let qualifier = Required<String>(
      "Qualifier", .length(1...128), .pattern(#"(|[a-zA-Z0-9$_-]+)"#), .query("Qualifier"))
    static let shape = structure("DeleteProvisionedConcurrencyConfigRequest", functionName, qualifier)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let key = try ProvisionedConcurrencyRules.check(reference, service, isPut: false)
    try service.store.documents.remove(.provisionedConcurrency, key, input[Input.qualifier])
    service.provisioningChanged()
    return .now(Values())
  }
}
