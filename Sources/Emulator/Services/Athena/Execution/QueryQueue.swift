import Protocols
import Runtime

/// Executions that wait and those that run, a few at a time. Loop only; what it starts runs on workers.
final class QueryQueue {
  /// Executions that run at once: an engine keeps a core busy.
  static let limit = 4
  /// Executions that may wait.
  static let longest = 1000

  private unowned let service: AthenaService
  private var waiting: [String] = []
  private var running: [String: Task<Void, Never>] = [:]
  private var isStarted = false

  init(_ service: AthenaService) { self.service = service }

  var isFull: Bool { waiting.count >= Self.longest }

  func start(_ ids: [String]) {
    isStarted = true
    waiting += ids
    pump()
  }

  /// Once the execution is committed.
  func add(_ id: String) {
    waiting.append(id)
    pump()
  }

  /// Once its cancellation is committed.
  func cancel(_ id: String) {
    waiting.removeAll { $0 == id }
    running[id]?.cancel()
  }

  func cancelAll() {
    waiting = []
    for task in running.values { task.cancel() }
  }

  private func pump() {
    guard isStarted else { return }
    while running.count < Self.limit, !waiting.isEmpty {
      let id = waiting.removeFirst()
      let worker = QueryWorker(service, id)
      let loop = service.setting.cloud.loop
      let queue = LoopOnly(self)
      running[id] = service.setting.workers.spawn("athena query") {
        await worker.run()
        loop.post {
          queue.value.running[id] = nil
          queue.value.pump()
        }
      }
    }
  }
}
