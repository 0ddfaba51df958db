import Protocols
import Runtime

/// Starts that many processes of a version, or of the version of an alias, and keeps them warm.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html
enum PutProvisionedConcurrencyConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let qualifier = Required<String>(
      "Qualifier", .length(1...128), .pattern(#"(|[a-zA-Z0-9$_-]+)"#), .query("Qualifier"))
    static let provisionedConcurrentExecutions = Required<Int32>("ProvisionedConcurrentExecutions", .atLeast(1))
    static let shape = structure(
      "PutProvisionedConcurrencyConfigRequest", functionName, qualifier, provisionedConcurrentExecutions)
  }
  typealias Output = ProvisionedConcurrency

  static var http: HTTPBinding? {
    HTTPBinding("PUT", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", status: 202)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let key = try ProvisionedConcurrencyRules.check(reference, service, isPut: true)
    let qualifier = input[Input.qualifier]
    let wanted = Int(input[Input.provisionedConcurrentExecutions])
    try ProvisionedConcurrencyRules.checkLimit(wanted, key, service)
    let config = Values<ProvisionedConcurrency>.with {
      $0[ProvisionedConcurrency.requested] = Int32(wanted)
      $0[ProvisionedConcurrency.available] = 0
      $0[ProvisionedConcurrency.allocated] = 0
      $0[ProvisionedConcurrency.status] = "IN_PROGRESS"
      $0[ProvisionedConcurrency.lastModified] = FunctionConfiguration.text(request.now)
    }
    try service.store.documents.put(config.structure.json, .provisionedConcurrency, key, qualifier)
    service.provisioningChanged()
    return .now(Values<Output>(config.structure))
  }
}
