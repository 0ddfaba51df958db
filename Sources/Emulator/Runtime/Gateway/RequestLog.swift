import Protocols

/// The last calls, for `/_cauce/requests`, and the counters. Loop only.
package final class RequestLog {
  package struct Entry: Sendable {
    package let id: String
    /// Milliseconds since 1970.
    package let time: Int64
    package let account: String
    package let region: String
    package let accessKey: String
    package let service: String
    package let operation: String
    package let status: Int
    package let errorCode: String?
    package let errorMessage: String?
    /// Milliseconds.
    package let duration: Int64
  }

  private let capacity = 1000
  private var ring: [Entry] = []
  private var next = 0
  package private(set) var requests = 0
  package private(set) var errors = 0
  /// Called for each finished request, on the Loop.
  package var onEntry: ((Entry) -> Void)?
  /// Where causes of internal failures go; standard error by default, set by the composition root.
  package var sink: ((String) -> Void)?

  package init() {}

  func add(_ exchange: Exchange, status: Int, error: AWSError?, now: Int64) {
    let entry = Entry(
      id: exchange.id, time: exchange.start, account: exchange.context?.account ?? "",
      region: exchange.context?.region ?? "", accessKey: exchange.context?.caller.accessKey ?? "",
      service: exchange.service?.name ?? "",
      operation: exchange.operation,
      status: status, errorCode: error?.code, errorMessage: error?.message, duration: now - exchange.start)
    requests += 1
    if status >= 400 { errors += 1 }
    onEntry?(entry)
    if ring.count < capacity {
      ring.append(entry)
    } else {
      ring[next] = entry
      next = next + 1 == capacity ? 0 : next + 1
    }
  }

  func failure(_ error: AWSError) { sink?("internal failure: \(error.cause ?? error.message ?? error.code)") }

  /// Oldest first.
  package var entries: [Entry] { Array(ring[next...] + ring[..<next]) }
}
