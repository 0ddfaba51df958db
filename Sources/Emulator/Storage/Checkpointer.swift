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
final class Checkpointer: Sendable {
  /// Pages in the WAL that are worth a checkpoint (8 MiB).
  static let enough = 2048
  /// Pages in the WAL from which the Loop itself brings it to its end (64 MiB).
  static let limit = 16384

  private let work: Work

  init(path: String) throws(DatabaseError) {
    work = try Work(path)
    work.start()
  }

  /// Asks for a checkpoint of a WAL of so many pages; nothing happens where one is under way, or little has come since the
  /// last one. The Loop, never blocks.
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

    init(_ path: String) throws(DatabaseError) {
      var handle: OpaquePointer?
      let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
      guard code == SQLITE_OK, let handle else {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
        sqlite3_close_v2(handle)
        throw DatabaseError(code: code, message: message, sql: "")
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
      while true {
        while sem_wait(asked) != 0 {}
        if isStopped.load(ordering: .acquiring) { break }
        // A failure (a full disk) leaves the WAL as it is; the next commit asks again.
        var copied: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, &copied)
        if code == SQLITE_OK { self.copied.store(Int(copied), ordering: .relaxed) }
        isBusy.store(false, ordering: .releasing)
      }
      sem_post(ended)
    }

    func wake(at pages: Int) {
      guard left(of: pages) >= enough else { return }
      if !isBusy.exchange(true, ordering: .acquiring) { sem_post(asked) }
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
