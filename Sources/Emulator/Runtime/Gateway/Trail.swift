package import Protocols

/// What functions did: the calls that came with a session's credentials, which a function's process alone has, for the
/// trace of a record. The latest are remembered. Loop only.
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
  private var ring: [Step] = []
  private var next = 0

  package init() {}

  func add(_ step: Step) {
    if ring.count < Trail.capacity {
      ring.append(step)
    } else {
      ring[next] = step
      next = (next + 1) % Trail.capacity
    }
  }

  /// The calls of one process between two moments, oldest first.
  package func steps(of accessKey: String, from start: Int64, to end: Int64) -> [Step] {
    (ring[next...] + ring[..<next]).filter { $0.accessKey == accessKey && $0.time >= start && $0.time <= end }
  }
}
