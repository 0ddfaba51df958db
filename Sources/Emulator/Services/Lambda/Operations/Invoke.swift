import Protocols
import Runtime

/// Runs a function: waits for its answer (RequestResponse), queues the event durably (Event), or only checks (DryRun).
/// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
enum Invoke: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let invocationType = Member<String>(
      "InvocationType", .values(["Event", "RequestResponse", "DryRun"]), .header("X-Amz-Invocation-Type"))
    static let logType = Member<String>("LogType", .values(["None", "Tail"]), .header("X-Amz-Log-Type"))
    static let clientContext = Member<String>("ClientContext", .header("X-Amz-Client-Context"))
    static let durableExecutionName = Member<String>(
      "DurableExecutionName", .length(1...64), .pattern(#"[a-zA-Z0-9-_]+"#),
      .header("X-Amz-Durable-Execution-Name"), .notEmulated)
    static let payload = Member<Blob>("Payload", .payload)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let tenantID = Member<String>(
      "TenantId", .length(1...256), .pattern(#"[a-zA-Z0-9\._:\/=+\-@ ]+"#), .header("X-Amz-Tenant-Id"), .notEmulated)
    static let shape = structure(
      "InvocationRequest", functionName, invocationType, logType, clientContext, durableExecutionName, payload,
      qualifier, tenantID)
  }
  enum Output: StructureShape {
    static let statusCode = Member<Int32>("StatusCode", .statusCode)
    static let functionError = Member<String>("FunctionError", .header("X-Amz-Function-Error"))
    static let logResult = Member<String>("LogResult", .header("X-Amz-Log-Result"))
    static let payload = Member<Blob>("Payload", .payload)
    static let executedVersion = Member<String>("ExecutedVersion", .header("X-Amz-Executed-Version"))
    static let remappedLength = Member<Int32>(
      "RemappedContentLength", .header("x-amzn-Remapped-Content-Length"), .beyondModel)
    static let traceID = Member<String>("TraceId", .header("X-Amzn-Trace-Id"), .beyondModel)
    static let shape = structure(
      "InvocationResponse", statusCode, functionError, logResult, payload, executedVersion, remappedLength, traceID)
  }

  static var http: HTTPBinding? { HTTPBinding("POST", "/2015-03-31/functions/{FunctionName}/invocations") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    _ = try reference.find(service)
    let sent = input[Input.payload]?.bytes ?? []
    // A client context goes with an answer that is waited for; of an event it is dropped unread (recorded from AWS).
    let isEvent = input[Input.invocationType] == "Event"
    let context = try isEvent ? nil : InvocationRequest.clientContext(input[Input.clientContext])
    let asked = InvocationRequest(
      reference, requestID: request.id, payload: sent, clientContext: context,
      trace: request.head?.fields["X-Amzn-Trace-Id"] ?? service.house.traceID())
    let told = TraceHeader.told(asked.trace ?? "")
    switch input[Input.invocationType] {
    case "DryRun": return .now(.with { $0[Output.statusCode] = 204 })
    case "Event":
      try Payload.check(sent, .event(limit: Payload.asynchronousLimit))
      try service.enqueue(asked, now: request.now)
      return .now(
        .with {
          $0[Output.statusCode] = 202
          $0[Output.remappedLength] = 0
          $0[Output.traceID] = told
        })
    default:
      try Payload.check(sent, .requestResponse)
      return .later {
        let (result, version) = await asked.run(service)
        return { () throws(AWSError) -> Answer<Output> in
          .now(try answer(result, version, told, withTail: input[Input.logType] == "Tail"))
        }
      }
    }
  }

  private static func answer(
    _ result: InvocationResult, _ version: String, _ trace: String, withTail: Bool
  ) throws(AWSError) -> Values<Output> {
    switch result {
    case .refused(let error): throw error
    case .answered(let payload, let functionError, let tail):
      return .with { out in
        out[Output.statusCode] = 200
        out[Output.functionError] = functionError
        if withTail { out[Output.logResult] = Base64.encode(tail) }
        out[Output.payload] = Blob(payload)
        out[Output.executedVersion] = version
        out[Output.remappedLength] = 0
        out[Output.traceID] = trace
      }
    }
  }
}
