import Protocols
import Runtime

/// Brings queued asynchronous events to their handlers: at once when they are committed, again 60 and 120 seconds after
/// a failure (by the emulator's clock), and gives up after the second retry or six hours
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). An event is bound to its
/// function's name: after deleting and making the function again it runs the new code. Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class EventDispatcher: @unchecked Sendable {
  private let queue: EventQueue
  private let setting: ServiceSetting
  private unowned let service: LambdaService
  private var running: [Int: LambdaFunction.Key] = [:]
  private var timer: Int?
  private var isStopped = false

  private static let maximumRetries = 2
  private static let retryDelays = [60_000, 120_000]
  private static let maximumAge = 21_600_000
  /// How soon an event whose function is missing or throttled is looked at again.
  private static let waitForFunction = 60_000
  private static let waitWhenThrottled = 1_000
  /// Events of one function and of all functions that are on their way at once.
  private static let limitPerFunction = 20
  private static let limit = 200

  init(_ queue: EventQueue, _ service: LambdaService, _ setting: ServiceSetting) {
    self.queue = queue
    self.service = service
    self.setting = setting
  }

  func stop() {
    isStopped = true
    if let timer { setting.workers.cancelTimer(timer) }
  }

  /// Takes what is due. A failing store is met again with the next event or timer.
  func pump() {
    if isStopped { return }
    let now = Int(setting.clock.milliseconds)
    var counts: [LambdaFunction.Key: Int] = [:]
    for key in running.values { counts[key, default: 0] += 1 }
    var left = EventDispatcher.limit - running.count
    let due = try? queue.due(now: now) { event in
      guard left > 0, running[event.id] == nil, counts[event.key, default: 0] < EventDispatcher.limitPerFunction else {
        return false
      }
      counts[event.key, default: 0] += 1
      left -= 1
      return true
    }
    for event in due ?? [] { begin(event, now: now) }
    arm(now: now)
  }

  private func arm(now: Int) {
    if let timer { setting.workers.cancelTimer(timer) }
    timer = nil
    guard let next = (try? queue.nextDue(after: now)) ?? nil else { return }
    timer = setting.workers.at(milliseconds: Int64(next)) { [weak self] in
      self?.timer = nil
      self?.pump()
    }
  }

  private func begin(_ event: EventQueue.Event, now: Int) {
    running[event.id] = event.key
    if now - event.accepted > EventDispatcher.maximumAge { return settle(event, .remove) }
    guard let function = service.store.function(event.key) else {
      return settle(event, .postpone(attempts: event.attempts, delay: EventDispatcher.waitForFunction))
    }
    guard let payload = try? queue.payload(of: event.id) else {
      running[event.id] = nil
      return
    }
    let invocation = Invocation(
      requestID: event.requestID, payload: payload, clientContext: event.clientContext,
      traceID: service.house.traceID()
    ) { [self] result in settle(event, EventDispatcher.outcome(of: result, event)) }
    service.submit(invocation, to: function)
  }

  enum Outcome: Equatable {
    case remove
    case postpone(attempts: Int, delay: Int)
  }

  /// Throttling uses up no attempt; a failure of the handler does.
  static func outcome(of result: InvocationResult, _ event: EventQueue.Event) -> Outcome {
    switch result {
    case .answered(_, nil, _): return .remove
    case .refused: return .postpone(attempts: event.attempts, delay: waitWhenThrottled)
    case .answered:
      if event.attempts >= maximumRetries { return .remove }
      return .postpone(attempts: event.attempts + 1, delay: retryDelays[event.attempts])
    }
  }

  /// Commits what became of the event, then goes on.
  private func settle(_ event: EventQueue.Event, _ outcome: Outcome) {
    if isStopped { return }
    setting.workers.spawn("lambda event") { [self] in
      _ = await setting.cloud.step { [self] () throws(AWSError) in
        switch outcome {
        case .remove: try queue.remove(event.id)
        case .postpone(let attempts, let delay):
          try queue.postpone(event.id, attempts: attempts, until: Int(setting.clock.milliseconds) + delay)
        }
      }
      setting.cloud.loop.post { [self] in
        running[event.id] = nil
        pump()
      }
    }
  }
}
