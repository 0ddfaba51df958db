import Protocols

/// One event on its way to a handler. Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class Invocation: @unchecked Sendable {
  let requestID: String
  let payload: [UInt8]
  /// As the caller named the function: with its qualifier where one was named.
  let invokedARN: String
  /// Decoded from base64: the JSON of `X-Amz-Client-Context`.
  let clientContext: String?
  let source: InvocationSource?
  let traceID: String
  /// Takes the answer's head and body as they come; nil where it is wanted whole.
  var stream: ((ResponseStream) -> Void)?
  /// Its place in the trace.
  var trace: Int?
  private var done: ((InvocationResult) -> Void)?
  private var releases: [() -> Void] = []

  init(
    requestID: String, payload: [UInt8], invokedARN: String, clientContext: String? = nil,
    source: InvocationSource? = nil, traceID: String, _ done: @escaping (InvocationResult) -> Void
  ) {
    self.requestID = requestID
    self.payload = payload
    self.invokedARN = invokedARN
    self.clientContext = clientContext
    self.source = source
    self.traceID = traceID
    self.done = done
  }

  var isFinished: Bool { done == nil }

  /// Called once it is over, however it ends, before the caller is told.
  func onEnd(_ release: @escaping () -> Void) { releases.append(release) }

  /// Called once; later calls do nothing.
  func finish(_ result: InvocationResult) {
    guard let done else { return }
    self.done = nil
    stream = nil
    let all = releases
    releases = []
    for release in all { release() }
    done(result)
  }
}

/// Where an invocation's records came from.
package struct InvocationSource: Sendable {
  package var arn: String
  package var shard: String
  package var sequenceNumbers: [String]
}

enum InvocationResult: Sendable {
  /// The handler ran, or could not be run: Lambda tells both in the answer. `functionError` is `Unhandled` when it
  /// failed; `tail` holds the last 4 KB of its log.
  case answered(payload: [UInt8], functionError: String?, tail: [UInt8])
  /// Lambda did not take it: throttled, gone.
  case refused(AWSError)
}
