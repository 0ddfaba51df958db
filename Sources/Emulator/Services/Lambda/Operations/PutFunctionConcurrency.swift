import Protocols
import Runtime

/// Keeps that many of the account's concurrent executions for the function, and lets it have no more; 0 stops it.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html
enum PutFunctionConcurrency: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let reservedConcurrentExecutions = Required<Int32>("ReservedConcurrentExecutions", .atLeast(0))
    static let shape = structure("PutFunctionConcurrencyRequest", functionName, reservedConcurrentExecutions)
  }
  enum Output: StructureShape {
    static let reservedConcurrentExecutions = Member<Int32>("ReservedConcurrentExecutions")
    static let shape = structure("Concurrency", reservedConcurrentExecutions)
  }

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2017-10-31/functions/{FunctionName}/concurrency") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = try reference.unqualified(service).key
    let wanted = Int(input[Input.reservedConcurrentExecutions])
    let others = service.concurrency.reserved(in: key, but: key)
    if ConcurrencyLedger.accountLimit - others - wanted < ConcurrencyLedger.unreservedMinimum {
      throw AWSError.invalidParameter(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
          + "minimum value of [\(ConcurrencyLedger.unreservedMinimum)].")
    }
    try service.store.documents.put(Array(String(wanted).utf8), .reservedConcurrency, key)
    return .now(.with { $0[Output.reservedConcurrentExecutions] = Int32(wanted) })
  }
}
