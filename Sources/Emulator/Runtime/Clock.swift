import Glibc
package import Protocols

/// The emulator's clock. It runs with the machine's, unless the admin API freezes it or moves it on: then buffers,
/// retention, iterators and retries follow it. Loop only; workers wait through `Workers`.
///
/// `@unchecked Sendable`: it is carried by workers, which ask for the time on the Loop.
package final class Clock: @unchecked Sendable {
  /// Milliseconds that were added by `advance`.
  private var offset: Int64 = 0
  private var frozenAt: Int64?
  private var observers: [() -> Void] = []

  package init() {}

  /// Milliseconds since 1970 by the machine's clock.
  package static func machineMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  package var milliseconds: Int64 { frozenAt ?? Clock.machineMilliseconds() + offset }
  package var now: Timestamp { Timestamp(milliseconds: milliseconds) }
  package var isFrozen: Bool { frozenAt != nil }

  package func freeze() { frozenAt = milliseconds }

  package func resume() {
    guard let frozenAt else { return }
    offset = frozenAt - Clock.machineMilliseconds()
    self.frozenAt = nil
  }

  /// Moves on by that many milliseconds and wakes everyone who waits for a time.
  package func advance(milliseconds: Int64) {
    if let frozenAt { self.frozenAt = frozenAt + milliseconds } else { offset += milliseconds }
    for observer in observers { observer() }
  }

  /// Called on the Loop after each `advance`.
  package func onAdvance(_ observer: @escaping () -> Void) { observers.append(observer) }
}
