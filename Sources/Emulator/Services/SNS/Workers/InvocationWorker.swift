import Protocols
import Runtime

/// Invokes the functions of the outbox, in turn: an event counts as delivered once Lambda has queued it. It ends when its
/// task is cancelled, and goes on from the outbox when the server starts again.
struct InvocationWorker: Sendable {
  let store: LoopOnly<SNSStore>
  let signing: Signing
  let setting: ServiceSetting
  let signal: Signal

  func run() async {
    while !Task.isCancelled {
      let next = await setting.cloud.step { () throws(AWSError) -> SNSStore.Next<SNSStore.DueInvocation> in
        let next = try store.value.nextInvocation(now: Int(setting.clock.milliseconds))
        if case .later(let due) = next { setting.workers.at(milliseconds: Int64(due)) { signal.raise() } }
        return next
      }
      switch next {
      case .item(let invocation): await invoke(invocation)
      case .later, .nothing:
        do { try await signal.wait() } catch { return }
      case nil:
        // The database failed; it is asked again in a while.
        do { try await setting.workers.sleep(milliseconds: 1000) } catch { return }
      }
    }
  }

  private func invoke(_ invocation: SNSStore.DueInvocation) async {
    var payload = invocation.payload
    if let unsigned = invocation.unsigned {
      guard let signed = await signing.sign(unsigned) else {
        // The database failed; it is asked again in a while.
        try? await setting.workers.sleep(milliseconds: 1000)
        return
      }
      payload = signed
    }
    let region = ARN(invocation.function)?.region ?? setting.configuration.region
    var failure: AWSError?
    do throws(AWSError) {
      try await setting.ports.functions.invokeAsync(
        invocation.function, payload, as: .root(of: invocation.account), region: region)
    } catch {
      failure = error
    }
    let outcome = failure
    _ = await setting.cloud.step { () throws(AWSError) in
      let tries = invocation.tries + 1
      if let outcome, InvocationWorker.isTransient(outcome),
        let delay = RetryPolicy.function.delay(afterTries: tries)
      {
        try store.value.retry(
          invocation: invocation.row, tries: tries, due: Int(setting.clock.milliseconds) + delay)
      } else {
        try store.value.delete(invocation: invocation.row)
      }
    }
  }

  /// SNS drops what a function refuses for good (it is gone, it may not be invoked) and tries all else again.
  private static func isTransient(_ error: AWSError) -> Bool {
    error.status >= 500 || error.status == 429 || error.code == "TooManyRequestsException"
  }
}
