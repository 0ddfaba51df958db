package import Protocols

/// One event on its way to a handler. Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class Invocation: @unchecked Sendable {
  let requestID: String
  let payload: [UInt8]
  /// Decoded from base64: the JSON of `X-Amz-Client-Context`.
  let clientContext: String?
  let source: InvocationSource?
  let traceID: String
  /// Its place in the trace.
  var trace: Int?
  private var done: ((InvocationResult) -> Void)?

  init(
    requestID: String, payload: [UInt8], clientContext: String? = nil, source: InvocationSource? = nil, traceID: String,
    _ done: @escaping (InvocationResult) -> Void
  ) {
    self.requestID = requestID
    self.payload = payload
    self.clientContext = clientContext
    self.source = source
    self.traceID = traceID
    self.done = done
  }

  /// Called once; later calls do nothing.
  func finish(_ result: InvocationResult) {
    let done = done
    self.done = nil
    done?(result)
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

/// What the trace page shows of an invocation.
package struct InvocationTrace: Sendable {
  package enum Status: String, Sendable { case waiting, running, succeeded, failed, refused }
  package var requestID: String
  package var functionARN: String
  package var source: InvocationSource?
  /// The access key of the process that ran it; its calls to the emulator carry it.
  package var accessKey: String?
  package var submitted: Timestamp
  package var started: Timestamp?
  package var ended: Timestamp?
  package var status: Status
}

/// The last invocations, oldest overwritten first. Loop only.
struct InvocationRing {
  private var entries: [InvocationTrace] = []
  private var next = 0
  static let limit = 2000

  /// Gives the number that `change` takes.
  mutating func add(_ trace: InvocationTrace) -> Int {
    if entries.count < InvocationRing.limit {
      entries.append(trace)
    } else {
      entries[next % InvocationRing.limit] = trace
    }
    next += 1
    return next - 1
  }

  /// Does nothing for one that was overwritten.
  mutating func change(_ number: Int?, _ body: (inout InvocationTrace) -> Void) {
    guard let number, number >= next - entries.count else { return }
    body(&entries[number % InvocationRing.limit])
  }

  /// Oldest first.
  var all: [InvocationTrace] {
    if entries.count < InvocationRing.limit { return entries }
    let start = next % InvocationRing.limit
    return Array(entries[start...] + entries[..<start])
  }
}
