import Protocols
import Runtime

/// How asynchronous events of the function, a version or an alias are retried, and where what became of them goes. Replaces all of what was set.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
enum PutFunctionEventInvokeConfig: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let maximumRetryAttempts = Member<Int32>("MaximumRetryAttempts", .range(0...2))
    static let maximumEventAgeInSeconds = Member<Int32>("MaximumEventAgeInSeconds", .range(60...21600))
    static let destinationConfig = Member<Values<InvokeDestinations>>("DestinationConfig")
    static let shape = structure(
      "PutFunctionEventInvokeConfigRequest", functionName, qualifier, maximumRetryAttempts, maximumEventAgeInSeconds,
      destinationConfig)
  }
  typealias Output = FunctionEventInvokeConfig

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2019-09-25/functions/{FunctionName}/event-invoke-config") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let config = try EventInvokeRules.config(
      EventInvokeRules.Request(
        retries: input[Input.maximumRetryAttempts], age: input[Input.maximumEventAgeInSeconds],
        destinations: input[Input.destinationConfig]), reference, onto: nil, request, service)
    return .now(config)
  }
}
