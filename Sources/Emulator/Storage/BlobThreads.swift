import Glibc
import Synchronization

/// A few threads for work that blocks: hashing and writing large bodies, fsync, deleting files. It stays off the Loop and
/// off Swift's cooperative pool, which has no thread to spare for a disk.
package final class BlobThreads: Sendable {
  private struct State {
    /// A queue with its head at `first`; cut when it is empty.
    var jobs: [@Sendable () -> Void] = []
    var first = 0
    var isStopped = false
  }

  private final class Queue: @unchecked Sendable {
    // A semaphore must not move in memory: it lives on the heap, from init to deinit. It is made for many threads.
    let ready = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    let state = Mutex(State())
    init() { sem_init(ready, 0, 0) }
    deinit {
      sem_destroy(ready)
      ready.deallocate()
    }

    func work() {
      while true {
        while sem_wait(ready) != 0 {}
        let job = state.withLock { state -> (@Sendable () -> Void)? in
          if state.first == state.jobs.count { return nil }
          let job = state.jobs[state.first]
          state.first += 1
          if state.first == state.jobs.count {
            state.jobs.removeAll(keepingCapacity: true)
            state.first = 0
          }
          return job
        }
        guard let job else { return }
        job()
      }
    }
  }

  private let queue = Queue()
  private let count: Int

  package init(count: Int = 4) {
    self.count = count
    for _ in 0..<count {
      var thread = pthread_t()
      let queue = Unmanaged.passRetained(queue)
      let code = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Queue>.fromOpaque(argument).takeRetainedValue().work() }
          return nil
        }, queue.toOpaque())
      if code == 0 { pthread_detach(thread) } else { queue.release() }
    }
  }

  /// Runs the job on one of the threads. Jobs begin in the order of the calls.
  package func submit(_ job: @escaping @Sendable () -> Void) {
    queue.state.withLock { $0.jobs.append(job) }
    sem_post(queue.ready)
  }

  /// As `submit`, waiting for the result.
  package func run<T: Sendable>(_ job: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in submit { continuation.resume(returning: job()) } }
  }

  /// The threads end once the jobs that were submitted are done.
  package func stop() {
    for _ in 0..<count { sem_post(queue.ready) }
  }
}
