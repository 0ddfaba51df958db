import Protocols
import Runtime

/// An invocation as a caller asks for it, before a version is chosen.
struct InvocationRequest: Sendable {
  var reference: FunctionReference
  var requestID: String
  /// `{}` where the caller sent nothing.
  var payload: [UInt8]
  var clientContext: String?
  /// The caller's trace header.
  var trace: String?
  var source: InvocationSource?

  init(
    _ reference: FunctionReference, requestID: String, payload: [UInt8], clientContext: String? = nil,
    trace: String? = nil, source: InvocationSource? = nil
  ) {
    self.reference = reference
    self.requestID = requestID
    self.payload = payload.isEmpty ? Array("{}".utf8) : payload
    self.clientContext = clientContext
    self.trace = trace
    self.source = source
  }

  /// Runs it and waits for the answer; gives the version that was run. From any thread. The function is looked up again: it
  /// may have changed since the request was taken.
  func run(_ service: LambdaService) async -> (InvocationResult, version: String) {
    await withCheckedContinuation { continuation in
      service.setting.cloud.loop.post {
        start(service) { continuation.resume(returning: ($0, $1)) }
      }
    }
  }

  /// On the Loop; `done` is called once. `stream` takes the answer as it comes.
  func start(
    _ service: LambdaService, stream: ((ResponseStream, _ version: String) -> Void)? = nil,
    _ done: @escaping (InvocationResult, _ version: String) -> Void
  ) {
    let function: LambdaFunction
    let header = service.traceHeader(trace, reference.key)
    do throws(AWSError) {
      function = try reference.choose(service, dice: service.dice)
      try header.check(function.key, service)
    } catch {
      return done(.refused(error), LambdaFunction.latest)
    }
    let invocation = Invocation(
      requestID: requestID, payload: payload, invokedARN: reference.arn, clientContext: clientContext, source: source,
      traceID: header.text
    ) { done($0, function.version) }
    if let stream { invocation.stream = { stream($0, function.version) } }
    service.submit(invocation, to: function)
  }

  /// Base64 of JSON, at most 3,583 bytes.
  static func clientContext(_ text: String?) throws(AWSError) -> String? {
    guard let text, !text.isEmpty else { return nil }
    guard text.utf8.count <= 3583, let bytes = Base64.decode(text, .lenient), let json = try? JSONValue.parse(bytes)
    else {
      throw AWSError.invalidRequestContent("Client context must be a valid Base64-encoded JSON object.")
    }
    // Written anew: a line break must not get into the field that carries it.
    return json.text
  }
}
