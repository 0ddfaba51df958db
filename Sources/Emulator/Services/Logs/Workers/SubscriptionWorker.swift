import Protocols
import Runtime

/// Delivers what subscription filters have matched, in turn, each for a day at most. It ends when its task is cancelled, and
/// goes on from the outbox when the server starts again.
struct SubscriptionWorker: Sendable {
  let store: LoopOnly<LogsStore>
  let setting: ServiceSetting
  let signal: Signal

  /// Milliseconds.
  private static let longestDelay = 60_000
  private static let lifetime = 86_400_000

  func run() async {
    while !Task.isCancelled {
      let next = await setting.cloud.step { () throws(AWSError) -> LogsStore.NextDelivery in
        let next = try store.value.nextDelivery(now: Int(setting.clock.milliseconds))
        if case .later(let due) = next { setting.workers.at(milliseconds: Int64(due)) { signal.raise() } }
        return next
      }
      switch next {
      case .item(let delivery): await deliver(delivery)
      case .later, .nothing:
        do { try await signal.wait() } catch { return }
      case nil:
        // The database failed; it is asked again in a while.
        do { try await setting.workers.sleep(milliseconds: 1000) } catch { return }
      }
    }
  }

  private func deliver(_ delivery: LogsStore.DueDelivery) async {
    let data = Deflater.compress(delivery.payload, .gzip)
    let caller = Caller.root(of: delivery.account)
    var failure: AWSError?
    do throws(AWSError) {
      if ARN(delivery.destinationARN)?.service == "kinesis" {
        try await setting.ports.streamWriter.put(
          [(delivery.partitionKey, data)], to: delivery.destinationARN, as: caller)
      } else {
        let event: JSONValue = ["awslogs": ["data": .string(Base64.encode(data))]]
        try await setting.ports.functions.invokeAsync(
          delivery.destinationARN, event.bytes, as: caller, region: delivery.region)
      }
    } catch {
      failure = error
    }
    let outcome = failure
    if Task.isCancelled, outcome != nil { return }
    _ = await setting.cloud.step { () throws(AWSError) in
      let now = Int(setting.clock.milliseconds)
      guard let outcome, SubscriptionWorker.isTransient(outcome), now - delivery.created < SubscriptionWorker.lifetime
      else { return try store.value.delete(delivery: delivery.row) }
      let delay = min(SubscriptionWorker.longestDelay, 1000 << min(delivery.tries, 10))
      try store.value.retry(delivery: delivery.row, tries: delivery.tries + 1, due: now + delay)
    }
  }

  /// What is gone, or may not be asked, is not tried again.
  private static func isTransient(_ error: AWSError) -> Bool {
    error.status >= 500 || error.status == 429 || error.code == "ProvisionedThroughputExceededException"
  }
}
