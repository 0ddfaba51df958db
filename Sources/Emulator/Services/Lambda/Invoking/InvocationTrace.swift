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
  /// Sequence numbers that the entries hold in all, and the number of the oldest entry that has kept its own.
  private var held = 0
  private var oldestWhole = 0
  static let limit = 2000
  /// Batches may have 10,000 records: past this many the oldest entries let their numbers go.
  static let heldLimit = 100_000

  /// Gives the number that `change` takes.
  mutating func add(_ trace: InvocationTrace) -> Int {
    if entries.count < InvocationRing.limit {
      entries.append(trace)
    } else {
      letGo(next - InvocationRing.limit)
      entries[next % InvocationRing.limit] = trace
    }
    held += trace.source?.sequenceNumbers.count ?? 0
    next += 1
    while held > InvocationRing.heldLimit, oldestWhole < next - 1 { letGo(oldestWhole) }
    return next - 1
  }

  private mutating func letGo(_ number: Int) {
    oldestWhole = max(oldestWhole, number + 1)
    held -= entries[number % InvocationRing.limit].source?.sequenceNumbers.count ?? 0
    entries[number % InvocationRing.limit].source?.sequenceNumbers = []
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
