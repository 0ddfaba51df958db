package import Protocols

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
