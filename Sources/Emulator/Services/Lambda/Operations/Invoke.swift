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
    static let shape = structure(
      "InvocationResponse", statusCode, functionError, logResult, payload, executedVersion)
  }

  static var http: HTTPBinding? { HTTPBinding("POST", "/2015-03-31/functions/{FunctionName}/invocations") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let function = try reference.find(service)
    let sent = input[Input.payload]?.bytes ?? []
    let payload = sent.isEmpty ? Array("{}".utf8) : sent
    let context = try clientContext(input[Input.clientContext])
    switch input[Input.invocationType] {
    case "DryRun": return .now(.with { $0[Output.statusCode] = 204 })
    case "Event":
      try Payload.check(sent, .event)
      try service.queue.add(
        payload, for: function.key, requestID: request.id, clientContext: context, now: Int(request.now.milliseconds))
      service.eventQueued()
      return .now(.with { $0[Output.statusCode] = 202 })
    default:
      try Payload.check(sent, .requestResponse)
      return .later {
        let result = await run(
          function.key, reference.arn, payload, requestID: request.id, clientContext: context, service)
        return { () throws(AWSError) -> Answer<Output> in
          .now(try answer(result, withTail: input[Input.logType] == "Tail"))
        }
      }
    }
  }

  /// The function is looked up again: it may have changed since the first step.
  private static func run(
    _ key: LambdaFunction.Key, _ arn: String, _ payload: [UInt8], requestID: String, clientContext: String?,
    _ service: LambdaService
  ) async -> InvocationResult {
    await withCheckedContinuation { continuation in
      service.setting.cloud.loop.post {
        guard let function = service.store.function(key) else {
          return continuation.resume(returning: .refused(.functionNotFound(arn)))
        }
        let invocation = Invocation(
          requestID: requestID, payload: payload, clientContext: clientContext, traceID: service.house.traceID()
        ) { continuation.resume(returning: $0) }
        service.submit(invocation, to: function)
      }
    }
  }

  private static func answer(_ result: InvocationResult, withTail: Bool) throws(AWSError) -> Values<Output> {
    switch result {
    case .refused(let error): throw error
    case .answered(let payload, let functionError, let tail):
      return .with { out in
        out[Output.statusCode] = 200
        out[Output.functionError] = functionError
        if withTail { out[Output.logResult] = Base64.encode(tail) }
        out[Output.payload] = Blob(payload)
        out[Output.executedVersion] = "$LATEST"
      }
    }
  }

  /// Base64 of JSON, at most 3,583 bytes.
  private static func clientContext(_ text: String?) throws(AWSError) -> String? {
    guard let text, !text.isEmpty else { return nil }
    guard text.utf8.count <= 3583, let bytes = Base64.decode(text, .lenient), let json = try? JSONValue.parse(bytes)
    else {
      throw AWSError.invalidRequestContent("Client context must be a valid Base64-encoded JSON object.")
    }
    // Written anew: a line break must not get into the field that carries it.
    return json.text
  }
}
