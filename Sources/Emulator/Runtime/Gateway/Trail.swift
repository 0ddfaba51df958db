package import Protocols

/// What functions did: the calls that came with a session's credentials, which a function's process alone has, for the
/// trace of a record: writes of items and messages. The latest are remembered. Loop only.
package final class Trail {
  package struct Step: Sendable {
    package let accessKey: String
    /// Milliseconds since 1970.
    package let time: Int64
    package let service: String
    package let operation: String
    package let input: Structure
    package let output: Structure
  }

  private static let capacity = 2000
  /// Bytes of requests: a batch may have 16 MiB.
  private static let limit = 32 << 20
  /// Oldest first, from `first` on; nil before it.
  private var kept: [(step: Step, size: Int)?] = []
  private var first = 0
  private var held = 0

  package init() {}

  /// `size`: of the request's body, which is about what the step holds.
  func add(_ step: Step, size: Int) {
    kept.append((step, size))
    held += size
    while kept.count - first > Trail.capacity || (held > Trail.limit && kept.count - first > 1) {
      held -= kept[first]?.size ?? 0
      kept[first] = nil
      first += 1
    }
    if first >= Trail.capacity {
      kept.removeFirst(first)
      first = 0
    }
  }

  /// The calls of one process between two moments, oldest first.
  package func steps(of accessKey: String, from start: Int64, to end: Int64) -> [Step] {
    kept[first...].compactMap { $0?.step }.filter { $0.accessKey == accessKey && $0.time >= start && $0.time <= end }
  }
}
