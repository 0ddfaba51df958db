import Synchronization

/// Wakes one waiting worker. A raise without a waiter is kept, so none is lost between looking and waiting; several
/// raises count as one.
package final class Signal: Sendable {
  private struct State {
    var raised = false
    var cancelled = false
    var waiter: CheckedContinuation<Bool, Never>?
  }
  private let state = Mutex(State())

  package init() {}

  /// From any thread.
  package func raise() {
    let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard let waiter = state.waiter else {
        state.raised = true
        return nil
      }
      state.waiter = nil
      return waiter
    }
    // Outside of the lock: the waiter may run at once.
    waiter?.resume(returning: true)
  }

  /// Waits for a raise; throws when the task is cancelled. One waiter at a time.
  package func wait() async throws(CancellationError) {
    let woken = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
        let now = state.withLock { state -> Bool? in
          if state.raised {
            state.raised = false
            return true
          }
          if state.cancelled { return false }
          state.waiter = continuation
          return nil
        }
        if let now { continuation.resume(returning: now) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
        state.cancelled = true
        let waiter = state.waiter
        state.waiter = nil
        return waiter
      }
      waiter?.resume(returning: false)
    }
    if !woken { throw CancellationError() }
  }
}
