import Protocols
import Runtime

/// Runs a function and gives its answer as it comes: events with a piece each, and one at the end. What a streaming
/// handler throws once it streams is not told, as on AWS (recorded): the answer ends there.
/// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
enum InvokeWithResponseStream: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let invocationType = Member<String>(
      "InvocationType", .values(["RequestResponse", "DryRun"]), .header("X-Amz-Invocation-Type"))
    static let logType = Member<String>("LogType", .values(["None", "Tail"]), .header("X-Amz-Log-Type"))
    static let clientContext = Member<String>("ClientContext", .header("X-Amz-Client-Context"))
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let payload = Member<Blob>("Payload", .payload)
    static let tenantID = Member<String>(
      "TenantId", .length(1...256), .pattern(#"[a-zA-Z0-9\._:\/=+\-@ ]+"#), .header("X-Amz-Tenant-Id"), .notEmulated)
    static let shape = structure(
      "InvokeWithResponseStreamRequest", functionName, invocationType, logType, clientContext, qualifier, payload,
      tenantID)
  }
  enum Output: StructureShape {
    static let statusCode = Member<Int32>("StatusCode", .statusCode)
    static let executedVersion = Member<String>("ExecutedVersion", .header("X-Amz-Executed-Version"))
    static let contentType = Member<String>("ResponseStreamContentType", .header("Content-Type"))
    static let shape = structure("InvokeWithResponseStreamResponse", statusCode, executedVersion, contentType)
  }
  /// A piece of the answer.
  enum PayloadChunk: StructureShape {
    static let payload = Member<Blob>("Payload", .payload)
    static let shape = structure("InvokeResponseStreamUpdate", payload)
  }
  enum InvokeComplete: StructureShape {
    static let errorCode = Member<String>("ErrorCode")
    static let errorDetails = Member<String>("ErrorDetails")
    static let logResult = Member<String>("LogResult")
    static let shape = structure("InvokeWithResponseStreamCompleteEvent", errorCode, errorDetails, logResult)
  }

  static var http: HTTPBinding? {
    HTTPBinding("POST", "/2021-11-15/functions/{FunctionName}/response-streaming-invocations")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    _ = try reference.find(service)
    let sent = input[Input.payload]?.bytes ?? []
    let context = try InvocationRequest.clientContext(input[Input.clientContext])
    try Payload.check(sent, .requestResponse)
    if input[Input.invocationType] == "DryRun" { return .now(.with { $0[Output.statusCode] = 204 }) }
    let asked = InvocationRequest(
      reference, requestID: request.id, payload: sent, clientContext: context,
      trace: request.head?.fields["X-Amzn-Trace-Id"])
    let withTail = input[Input.logType] == "Tail"
    return .later {
      let streaming = await Streaming.begin(asked, withTail: withTail, service)
      return { () throws(AWSError) -> Answer<Output> in
        if let refusal = streaming.refusal { throw refusal }
        return .body(
          .with {
            $0[Output.statusCode] = 200
            $0[Output.executedVersion] = streaming.version
            $0[Output.contentType] = EventStreamBody.contentType
          }, .stream(streaming.body))
      }
    }
  }

  /// The answer between the function and the caller. Loop only.
  ///
  /// `@unchecked Sendable`: carried by the answer's two steps, used on the Loop.
  private final class Streaming: @unchecked Sendable {
    let body = EventStreamBody(initial: Structure(Output.shape))
    private(set) var version = LambdaFunction.latest
    private(set) var refusal: AWSError?
    private var begun: CheckedContinuation<Void, Never>?
    private var streamed = false

    /// Returns once the answer begins, or is refused.
    static func begin(_ asked: InvocationRequest, withTail: Bool, _ service: LambdaService) async -> Streaming {
      let streaming = Streaming()
      await withCheckedContinuation { continuation in
        service.setting.cloud.loop.post {
          streaming.begun = continuation
          asked.start(service, stream: { streaming.takes($0, $1) }) { result, version in
            streaming.ended(result, version, withTail: withTail)
          }
        }
      }
      return streaming
    }

    private func began(_ version: String) {
      self.version = version
      begun?.resume()
      begun = nil
    }

    private func takes(_ stream: ResponseStream, _ version: String) {
      streamed = true
      body.onReady = { stream.hasRoom() }
      body.onClosed = { stream.abandon() }
      stream.read { [body] event in
        guard case .bytes(let bytes) = event else { return }
        let chunk = Values<PayloadChunk>.with { $0[PayloadChunk.payload] = Blob(bytes) }
        if !body.send("PayloadChunk", chunk.structure) { stream.fill() }
      }
      began(version)
    }

    private func ended(_ result: InvocationResult, _ version: String, withTail: Bool) {
      switch result {
      case .refused(let error):
        refusal = error
        body.finish()
      case .answered(let payload, let functionError, let tail):
        if !streamed, functionError == nil {
          body.send("PayloadChunk", Values<PayloadChunk>.with { $0[PayloadChunk.payload] = Blob(payload) }.structure)
        }
        let complete = Values<InvokeComplete>.with {
          if let functionError {
            $0[InvokeComplete.errorCode] = functionError
            $0[InvokeComplete.errorDetails] = String(decoding: payload, as: UTF8.self)
          }
          if withTail { $0[InvokeComplete.logResult] = Base64.encode(tail) }
        }
        body.send("InvokeComplete", complete.structure)
        body.finish()
      }
      began(version)
    }
  }
}
