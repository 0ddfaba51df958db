import Protocols
import Runtime

/// Brings queued asynchronous events to their handlers: at once when they are committed, again 60 and 120 seconds after
/// a failure (by the emulator's clock), and gives up after the last retry or at its age
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). What became of an event goes to
/// its destinations. An event is bound to its function's name: after deleting and making the function again it runs the
/// new code. Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class EventDispatcher: @unchecked Sendable {
  private let queue: EventQueue
  private let setting: ServiceSetting
  private unowned let service: LambdaService
  private var running: [Int: LambdaFunction.Key] = [:]
  private var timer: Int?
  private var isStopped = false

  private static let retryDelays = [60_000, 120_000]
  /// How soon an event whose function is missing or throttled is looked at again.
  private static let waitForFunction = 60_000
  private static let waitWhenThrottled = 1_000
  /// How soon, and how often, a record is brought again to a destination that did not take it.
  private static let deliveryDelay = 60_000
  private static let deliveryAttempts = 3
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
    guard let payload = try? queue.payload(of: event.id) else {
      running[event.id] = nil
      return
    }
    if event.target != nil { return deliver(event, payload) }
    let settings = EventInvokeRules.settings(of: event.key, event.qualifier, service)
    let outcome = EventOutcome(event, payload, settings)
    let reference = FunctionReference(event.key, qualifier: event.qualifier)
    let chosen = try? reference.choose(service, dice: service.dice)
    if now - event.accepted > settings.age {
      return settle(event, chosen == nil ? [] : outcome.failed(.ageExceeded, nil, service, now: now), .remove)
    }
    guard let function = chosen else {
      return settle(event, [], .postpone(attempts: event.attempts, delay: EventDispatcher.waitForFunction))
    }
    if service.store.documents.reserved[event.key] == 0 {
      return settle(event, outcome.failed(.zeroReserved, nil, service, now: now), .remove)
    }
    let header = service.traceHeader(event.trace, event.key)
    do throws(AWSError) { try header.check(event.key, service) } catch {
      return settle(event, outcome.failed(.recursive, nil, service, now: now), .remove)
    }
    let invocation = Invocation(
      requestID: event.requestID, payload: payload, invokedARN: reference.arn, clientContext: event.clientContext,
      traceID: header.text
    ) { [self] result in ended(event, outcome, function.version, result, settings) }
    service.submit(invocation, to: function)
  }

  /// Throttling uses up no attempt; a failure of the handler does.
  private func ended(
    _ event: EventQueue.Event, _ outcome: EventOutcome, _ version: String, _ result: InvocationResult,
    _ settings: EventInvokeRules.Settings
  ) {
    let now = Int(setting.clock.milliseconds)
    switch result {
    case .refused: settle(event, [], .postpone(attempts: event.attempts, delay: EventDispatcher.waitWhenThrottled))
    case .answered(let payload, nil, _):
      settle(event, outcome.succeeded(payload, version, service, now: now), .remove)
    case .answered(let payload, let error?, _):
      let response = EventOutcome.Response(payload: payload, functionError: error, version: version)
      if event.attempts >= settings.retries {
        return settle(event, outcome.failed(.retriesExhausted, response, service, now: now), .remove)
      }
      let delay = EventDispatcher.retryDelays[min(event.attempts, EventDispatcher.retryDelays.count - 1)]
      if now + delay - event.accepted > settings.age {
        return settle(event, outcome.failed(.ageExceeded, response, service, now: now), .remove)
      }
      settle(event, [], .postpone(attempts: event.attempts + 1, delay: delay))
    }
  }

  // MARK: Destinations

  private func deliver(_ event: EventQueue.Event, _ payload: [UInt8]) {
    guard let target = event.target else { return }
    setting.workers.spawn("lambda destination") { [self] in
      let isTaken: Bool
      do throws(AWSError) {
        try await EventOutcome.deliver(event, payload, to: target, setting)
        isTaken = true
      } catch {
        isTaken = false
      }
      setting.cloud.loop.post { [self] in
        // What no destination takes is given up, as on AWS.
        if isTaken || event.attempts + 1 >= EventDispatcher.deliveryAttempts {
          settle(event, [], .remove)
        } else {
          settle(event, [], .postpone(attempts: event.attempts + 1, delay: EventDispatcher.deliveryDelay))
        }
      }
    }
  }

  private enum Step {
    case remove
    case postpone(attempts: Int, delay: Int)
  }

  /// Commits what became of the event together with what must be told of it, then goes on.
  private func settle(_ event: EventQueue.Event, _ records: [EventOutcome.Record], _ step: Step) {
    if isStopped { return }
    setting.workers.spawn("lambda event") { [self] in
      _ = await setting.cloud.step { [self] () throws(AWSError) in
        let now = Int(setting.clock.milliseconds)
        for record in records { try queue.add(record.event, record.payload, now: now) }
        switch step {
        case .remove: try queue.remove(event.id)
        case .postpone(let attempts, let delay): try queue.postpone(event.id, attempts: attempts, until: now + delay)
        }
      }
      setting.cloud.loop.post { [self] in
        running[event.id] = nil
        pump()
      }
    }
  }
}
