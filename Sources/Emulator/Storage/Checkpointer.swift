import CSQLite
import Glibc
import Synchronization

/// Writes the WAL back into the database file on a thread of its own, through a connection of its own, while the Loop goes on:
/// the copying and its fsyncs would else stand between a request and its answer
/// (https://www.sqlite.org/wal.html#ckpt).
///
/// A checkpoint beside a writer never reaches the WAL's end, so the file would grow for as long as there is load. Past
/// `limit` pages the Loop finishes it, right after one of the thread's: what it copies and syncs itself is then the little
/// that was written meanwhile.
///
/// When nothing has been written for a second, the thread copies what is left: as long as a part of the WAL stands nowhere
/// else, every page that is read is looked for there first, which was a tenth of a GetItem's time.
final class Checkpointer: Sendable {
  /// Pages in the WAL that are worth a checkpoint at rest (1 MiB).
  static let few = 256
  /// Pages in the WAL that are worth a checkpoint (8 MiB).
  static let enough = 2048
  /// Pages in the WAL from which the Loop itself brings it to its end (64 MiB).
  static let limit = 16384

  private let work: Work

  init(path: String) throws(DatabaseError) {
    work = try Work(path)
    work.start()
  }

  /// A commit has left a WAL of so many pages: asks for a checkpoint, unless one is under way; where little has come since
  /// the last one, for one after a second's rest. The Loop, never blocks.
  func wake(at pages: Int) { work.wake(at: pages) }

  /// No checkpoint is under way, and the last one left but few of so many pages to be copied. The Loop.
  func isAtRest(behind pages: Int) -> Bool { work.isAtRest(behind: pages) }

  /// The WAL begins anew. The Loop.
  func restarted() { work.restarted() }

  /// Waits for a checkpoint that is under way, and ends the thread.
  func stop() { work.stop() }

  /// `@unchecked Sendable`: the connection is used on the thread alone, and closed once it has ended; the semaphores are made
  /// for many threads.
  private final class Work: @unchecked Sendable {
    private let handle: OpaquePointer
    // Semaphores must not move in memory: they live on the heap, from init to deinit.
    private let asked = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let ended = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let isBusy = Atomic<Bool>(false)
    private let isStopped = Atomic<Bool>(false)
    /// Pages of the WAL that stand in the database file since the last checkpoint.
    private let copied = Atomic<Int>(0)
    /// Pages of the WAL after the last commit.
    private let latest = Atomic<Int>(0)
    /// The thread looks every second whether the Loop has come to rest.
    private let isWatching = Atomic<Bool>(false)

    init(_ path: String) throws(DatabaseError) {
      var handle: OpaquePointer?
      let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
      guard code == SQLITE_OK, let handle else {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
        sqlite3_close_v2(handle)
        throw DatabaseError(code: code, message: message, sql: "")
      }
      // A connection that has read nothing does not know that there is a WAL, and its checkpoints do nothing, without a word.
      let first = "PRAGMA user_version"
      let read = sqlite3_exec(handle, first, nil, nil, nil)
      guard read == SQLITE_OK else {
        let message = String(cString: sqlite3_errmsg(handle))
        sqlite3_close_v2(handle)
        throw DatabaseError(code: read, message: message, sql: first)
      }
      self.handle = handle
      sem_init(asked, 0, 0)
      sem_init(ended, 0, 0)
    }

    deinit {
      sqlite3_close_v2(handle)
      for semaphore in [asked, ended] {
        sem_destroy(semaphore)
        semaphore.deallocate()
      }
    }

    func start() {
      var thread = pthread_t()
      let retained = Unmanaged.passRetained(self)
      let code = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
          return nil
        }, retained.toOpaque())
      if code == 0 {
        pthread_detach(thread)
      } else {
        // Without the thread the Loop's own checkpoint at the limit still bounds the WAL.
        retained.release()
        isBusy.store(true, ordering: .relaxed)
        sem_post(ended)
      }
    }

    private func run() {
      var seen = 0
      while true {
        let isTimeUp = !waitForWork()
        if isStopped.load(ordering: .acquiring) { break }
        let latest = latest.load(ordering: .relaxed)
        let rests = isTimeUp && latest == seen
        seen = latest
        if rests { isBusy.store(true, ordering: .releasing) }
        guard isBusy.load(ordering: .acquiring) else { continue }
        // A failure (a full disk) leaves the WAL as it is; the next commit asks again.
        var copied: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, &copied)
        if code == SQLITE_OK, copied >= 0 { self.copied.store(Int(copied), ordering: .relaxed) }
        isWatching.store(!rests, ordering: .releasing)
        isBusy.store(false, ordering: .releasing)
      }
      sem_post(ended)
    }

    /// False when a second went by while watching.
    private func waitForWork() -> Bool {
      if !isWatching.load(ordering: .acquiring) {
        while sem_wait(asked) != 0 {}
        return true
      }
      var until = timespec()
      clock_gettime(CLOCK_REALTIME, &until)
      until.tv_sec += 1
      while sem_timedwait(asked, &until) != 0 { if errno == ETIMEDOUT { return false } }
      return true
    }

    func wake(at pages: Int) {
      latest.store(pages, ordering: .relaxed)
      let left = left(of: pages)
      if left >= enough {
        if !isBusy.exchange(true, ordering: .acquiring) { sem_post(asked) }
      } else if left >= few, !isWatching.exchange(true, ordering: .acquiringAndReleasing) {
        sem_post(asked)
      }
    }

    func isAtRest(behind pages: Int) -> Bool {
      !isBusy.load(ordering: .acquiring) && left(of: pages) < enough
    }

    /// Pages that no checkpoint has copied. A WAL that was copied whole begins anew by itself at the next write.
    private func left(of pages: Int) -> Int {
      let copied = copied.load(ordering: .relaxed)
      if copied <= pages { return pages - copied }
      restarted()
      return pages
    }

    func restarted() { copied.store(0, ordering: .relaxed) }

    func stop() {
      if isStopped.exchange(true, ordering: .releasing) { return }
      sem_post(asked)
      while sem_wait(ended) != 0 {}
    }
  }
}
