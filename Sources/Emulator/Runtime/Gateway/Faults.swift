import Protocols

/// The faults that `/_cauce/faults` has set: requests that are to fail or to wait on purpose, so that a client's retries can
/// be tried. In memory alone, for requests from the wire alone. Loop only.
package final class Faults {
  package enum Kind: Sendable, Equatable {
    /// Too many requests, in the service's own words.
    case throttle
    /// An error by its code; nil: of the words and the status that the service has for it.
    case error(code: String?, message: String?, status: Int?)
    /// The operation is done, but that much later.
    case latency(milliseconds: Int)
    /// The connection ends without an answer, and nothing is done.
    case drop

    package var name: String {
      switch self {
      case .throttle: "throttle"
      case .error: "error"
      case .latency: "latency"
      case .drop: "drop"
      }
    }
  }

  package struct Fault: Sendable {
    package let service: String
    /// nil: every operation of the service.
    package let operation: String?
    package let kind: Kind
    /// Of the requests that it is for, from 0 to 1.
    package let rate: Double
    /// How many more requests it may strike; nil: any number.
    package fileprivate(set) var left: Int?
    package fileprivate(set) var struck = 0

    package init(service: String, operation: String?, kind: Kind, rate: Double, times: Int?) {
      self.service = service
      self.operation = operation
      self.kind = kind
      self.rate = rate
      left = times
    }

    fileprivate func isFor(_ service: String, _ operation: String) -> Bool {
      self.service == service && (self.operation ?? operation) == operation
    }
  }

  package private(set) var all: [Fault] = []
  /// What each request is asked; the rest costs nothing as long as there is no fault.
  package private(set) var isEmpty = true
  private var generator = SystemRandomNumberGenerator()

  package init() {}

  /// Takes the place of the fault of that kind for the same requests.
  package func set(_ fault: Fault) {
    all.removeAll {
      $0.service == fault.service && $0.operation == fault.operation && $0.kind.name == fault.kind.name
    }
    all.append(fault)
    isEmpty = false
  }

  /// nil: whatever the service, whatever the operation.
  package func clear(service: String?, operation: String?) {
    all.removeAll {
      (service == nil || $0.service == service) && (operation == nil || $0.operation == operation)
    }
    isEmpty = all.isEmpty
  }

  /// What is to happen to a request: how long it waits, and how it then fails. Delays add up; of several failures the one
  /// set first that strikes is taken.
  func strike(_ service: String, _ operation: String) -> (delay: Int, failure: Kind?) {
    var delay = 0
    for place in all.indices where all[place].isFor(service, operation) && all[place].left != 0 {
      if all[place].rate < 1, Double.random(in: 0..<1, using: &generator) >= all[place].rate { continue }
      all[place].struck += 1
      if let left = all[place].left { all[place].left = left - 1 }
      guard case .latency(let milliseconds) = all[place].kind else { return (delay, all[place].kind) }
      delay += milliseconds
    }
    return (delay, nil)
  }
}

extension Gateway {
  /// What the faults that are set make of a request; `true`: it is taken care of, or comes back later.
  func suffers(_ target: Registry.Target, _ exchange: Exchange, _ input: Structure) -> Bool {
    let (delay, failure) = faults.strike(target.service.name, target.entry.name)
    if delay > 0 {
      let exchange = LoopOnly(exchange)
      cloud.loop.after(milliseconds: delay) { [self] in
        if let failure {
          fail(target, exchange.value, input, failure)
        } else {
          carryOut(target, exchange.value, input)
        }
        // So that the turn ends with a commit and the answer.
        cloud.loop.post {}
      }
      return true
    }
    guard let failure else { return false }
    fail(target, exchange, input, failure)
    return true
  }

  private func fail(
    _ target: Registry.Target, _ exchange: Exchange, _ input: Structure, _ failure: Faults.Kind
  ) {
    let service = target.service
    switch failure {
    case .throttle:
      let error = service.throttled
      fail(exchange, service.fault?(error.code, target.entry.name, input) ?? error)
    case .error(let code, let message, let status):
      var error = AWSError(
        service.internalCode, "The request processing has failed because of an unknown error.", status: 500)
      if let code {
        error = service.fault?(code, target.entry.name, input) ?? AWSError(code, "A fault was set: \(code)")
      }
      if let message { error.message = message }
      if let status { error.status = status }
      fail(exchange, error)
    case .drop:
      // Not from within the connection's own reading.
      let drop: () -> Void = { [self] in
        log.add(exchange, status: 0, error: AWSError("ConnectionDropped", nil), now: clock.milliseconds)
        exchange.responder.drop()
      }
      waiting.append(.caller(deliver: drop, failed: { _ in drop() }))
    case .latency: preconditionFailure("a delay is no failure")
    }
  }
}
