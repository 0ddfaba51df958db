/// Runs what may take longer than a turn of the Loop allows: following a stream, filling a delivery, sending mail. Each
/// worker is a Swift task, cancelled at shutdown; it acts on services through operations only, so it may die anywhere.
///
/// `@unchecked Sendable`: `tasks` and `timers` are touched on the Loop only.
package final class Workers: @unchecked Sendable {
  package let loop: any Loop
  private let clock: Clock
  private var tasks: [Int: Task<Void, Never>] = [:]
  private var nextID = 0
  private var timers: [Timer] = []
  private var isStopped = false

  private struct Timer {
    let id: Int
    /// Milliseconds of the emulator's clock.
    let due: Int64
    let work: @Sendable () -> Void
  }

  package init(loop: any Loop, clock: Clock) {
    self.loop = loop
    self.clock = clock
    clock.onAdvance { [weak self] in self?.fire() }
  }

  /// Starts a worker. Loop only. The body ends when its task is cancelled.
  @discardableResult
  package func spawn(_ name: String, _ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    nextID += 1
    let id = nextID
    let task = Task.detached { [self] in
      await body()
      loop.post { self.tasks[id] = nil }
    }
    tasks[id] = task
    if isStopped { task.cancel() }
    return task
  }

  /// Calls `work` on the Loop once the emulator's clock has come to that time. Loop only. Returns what `cancelTimer`
  /// takes.
  @discardableResult
  package func at(milliseconds due: Int64, _ work: @escaping @Sendable () -> Void) -> Int {
    nextID += 1
    timers.append(Timer(id: nextID, due: due, work: work))
    arm(due)
    return nextID
  }

  /// Timers that have not come due. Loop only.
  package var waiting: Int { timers.count }

  package func cancelTimer(_ id: Int) { timers.removeAll { $0.id == id } }

  private func arm(_ due: Int64) {
    if clock.isFrozen { return }
    loop.after(milliseconds: Int(clamping: max(0, due - clock.milliseconds)) + 1) { [self] in fire() }
  }

  private func fire() {
    let now = clock.milliseconds
    let ready = timers.filter { $0.due <= now }
    if ready.isEmpty { return }
    timers.removeAll { $0.due <= now }
    for timer in ready { timer.work() }
  }

  /// The clock runs again after a freeze: every timer is armed anew. Loop only.
  package func clockResumed() { for timer in timers { arm(timer.due) } }

  /// Waits until the emulator's clock has moved on by that much, from a worker. Throws when the worker is cancelled.
  package func sleep(milliseconds: Int64) async throws(CancellationError) {
    let signal = Signal()
    loop.post { [self] in at(milliseconds: clock.milliseconds + milliseconds) { signal.raise() } }
    try await signal.wait()
  }

  /// Cancels every worker. Loop only.
  package func stop() {
    isStopped = true
    for task in tasks.values { task.cancel() }
    timers = []
  }

  /// Waits until every worker has ended. From outside of the Loop.
  package func drained() async {
    while true {
      let running: [Task<Void, Never>] = await withCheckedContinuation { continuation in
        loop.post { continuation.resume(returning: Array(self.tasks.values)) }
      }
      if running.isEmpty { return }
      for task in running { await task.value }
    }
  }
}
