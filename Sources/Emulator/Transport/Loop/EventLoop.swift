internal import CLinux
internal import Glibc
internal import Synchronization

/// One thread that waits for sockets, timers and posted work, and does what is ready.
///
/// A turn: every ready event, then posted work, due timers and follow-ups; then `endOfTurn`, once; then one write for each
/// connection with something queued. So what a turn decides can be committed before any of its answers leaves.
///
/// `@unchecked Sendable`: `post`, `stop` and `isCurrent` are for any thread and keep to the mutex and the atomic; all else
/// is used on the thread in `run`, or before `run` begins.
package final class EventLoop: @unchecked Sendable {
  private struct Inbox {
    var work: [@Sendable () -> Void] = []
    /// The loop waits in epoll, or is about to: who posts must wake it.
    var sleeping = false
    var stopping = false
  }

  let epoll: Int32
  private let wakeUp: Int32
  private let inbox = Mutex(Inbox())
  private let thread = Atomic<UInt>(0)

  var channels: [Channel?] = []
  var generations: UInt32 = 0
  private let events: UnsafeMutablePointer<epoll_event>
  private static let eventCapacity: Int32 = 256

  private var timers = Timers()
  /// Work posted on the loop itself: needs neither lock nor wake-up.
  private var own: [() -> Void] = []
  private var toProceed: [Channel] = []
  private var toFlush: [Channel] = []
  /// The list that is being gone through; kept for its memory.
  private var flushing: [Channel] = []

  /// Where every channel reads into; its content is good until the reader returns.
  let readBuffer: UnsafeMutableRawBufferPointer
  /// Where bytes are received that have to be decrypted; nil until the first of them come.
  private var madeCipherBuffer: UnsafeMutableRawBufferPointer?

  /// CLOCK_MONOTONIC in nanoseconds, as of the present turn.
  package private(set) var now: UInt64

  /// Called once in every turn, when all that was ready has been handled and before anything queued is written.
  package var endOfTurn: (() -> Void)?

  package init() throws(IOError) {
    epoll = try System.epollCreate()
    do {
      wakeUp = try System.eventDescriptor()
    } catch {
      System.close(epoll)
      throw error
    }
    events = .allocate(capacity: Int(EventLoop.eventCapacity))
    readBuffer = .allocate(byteCount: 256 << 10, alignment: 16)
    now = System.monotonic()
    // Edge-triggered: each signal is one event and the counter need not be read.
    try System.epollControl(epoll, EPOLL_CTL_ADD, wakeUp, EPOLLIN.rawValue | EPOLLET.rawValue, UInt64(UInt32.max))
  }

  deinit {
    System.close(wakeUp)
    System.close(epoll)
    events.deallocate()
    readBuffer.deallocate()
    madeCipherBuffer?.deallocate()
  }

  /// Like `readBuffer`, for what is still encrypted.
  var cipherBuffer: UnsafeMutableRawBufferPointer {
    if let madeCipherBuffer { return madeCipherBuffer }
    let made: UnsafeMutableRawBufferPointer = .allocate(byteCount: 128 << 10, alignment: 16)
    madeCipherBuffer = made
    return made
  }

  // MARK: From any thread

  /// Whether the caller is on the loop's thread, inside `run`.
  package var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  /// Runs the work on the loop, in the order of one thread's calls. Work posted once `run` has returned never runs.
  package func post(_ work: @escaping @Sendable () -> Void) {
    if isCurrent {
      own.append(work)
      return
    }
    let asleep: Bool = inbox.withLock { inbox in
      inbox.work.append(work)
      let asleep: Bool = inbox.sleeping
      inbox.sleeping = false
      return asleep
    }
    if asleep { System.signal(wakeUp) }
  }

  /// Makes `run` return at the end of the present turn, or at once where none is under way.
  package func stop() {
    inbox.withLock { $0.stopping = true }
    System.signal(wakeUp)
  }

  // MARK: Timers

  /// Does the work after that time, on the loop. Called on the loop.
  @discardableResult
  package func schedule(after delay: Duration, _ work: @escaping () -> Void) -> TimerHandle {
    schedule(at: System.monotonic() &+ delay.nanoseconds, work)
  }

  /// Does the work at that time of CLOCK_MONOTONIC in nanoseconds, or soon where it is past. Called on the loop.
  @discardableResult
  package func schedule(at deadline: UInt64, _ work: @escaping () -> Void) -> TimerHandle {
    timers.add(at: deadline, work)
  }

  /// `schedule(after:)` in the form that Runtime's Loop asks for.
  package func after(milliseconds: Int, _ work: @escaping @Sendable () -> Void) {
    schedule(after: .milliseconds(milliseconds), work)
  }

  // MARK: Turns

  /// Works until `stop`, on the calling thread.
  package func run() {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    blockBrokenPipeSignal()
    while !inbox.withLock({ $0.stopping }) { turn() }
    for channel in channels { channel?.loopEnded() }
    channels = []
    toProceed = []
    toFlush = []
    thread.store(0, ordering: .relaxed)
  }

  /// `proceed` is called in this turn, or in the next when the hook has been called already.
  func proceed(_ channel: Channel) {
    guard !channel.needsProceed else { return }
    channel.needsProceed = true
    toProceed.append(channel)
  }

  /// `flush` is called at the end of this turn, or of the next when this one's writing has begun.
  func flush(_ channel: Channel) {
    guard !channel.needsFlush else { return }
    channel.needsFlush = true
    toFlush.append(channel)
  }

  private func turn() {
    let count: Int = System.epollWait(epoll, events, capacity: EventLoop.eventCapacity, milliseconds: sleep())
    now = System.monotonic()
    for index in 0..<count { dispatch(events[index]) }
    runPosted()
    runDue()
    runFollowUps()
    endOfTurn?()
    writeQueued()
  }

  /// How long epoll may wait: not at all where there is work, else to the next timer.
  private func sleep() -> Int32 {
    guard own.isEmpty, toProceed.isEmpty, toFlush.isEmpty else { return 0 }
    let deadline: UInt64? = timers.next()
    let mayWait: Bool = inbox.withLock { inbox in
      inbox.sleeping = inbox.work.isEmpty && !inbox.stopping
      return inbox.sleeping
    }
    guard mayWait else { return 0 }
    guard let deadline else { return -1 }
    let time: UInt64 = System.monotonic()
    guard deadline > time else { return 0 }
    // Rounded up: woken early, the loop would spin through the last fraction of a millisecond.
    return Int32(clamping: (deadline - time + 999_999) / 1_000_000)
  }

  private func runPosted() {
    let batch: [@Sendable () -> Void] = inbox.withLock { inbox in
      inbox.sleeping = false
      guard !inbox.work.isEmpty else { return [] }
      var taken: [@Sendable () -> Void] = []
      swap(&taken, &inbox.work)
      return taken
    }
    for work in batch { work() }
  }

  private func runDue() {
    // What is scheduled meanwhile waits for the next turn, so that a chain of timers cannot keep this one from ending.
    let last: UInt64 = timers.scheduled
    while let work = timers.due(at: now, scheduledUpTo: last) { work() }
  }

  /// Follow-ups may ask for more; a chain without end must not keep the turn from ending.
  private func runFollowUps() {
    var rounds = 0
    while !own.isEmpty || !toProceed.isEmpty, rounds < 16 {
      rounds += 1
      var works: [() -> Void] = []
      swap(&works, &own)
      for work in works { work() }
      var ready: [Channel] = []
      swap(&ready, &toProceed)
      for channel in ready {
        channel.needsProceed = false
        channel.proceed()
      }
    }
  }

  private func writeQueued() {
    guard !toFlush.isEmpty else { return }
    swap(&flushing, &toFlush)
    for channel in flushing {
      channel.needsFlush = false
      channel.flush()
    }
    flushing.removeAll(keepingCapacity: true)
  }

  /// sendfile to a closed peer raises SIGPIPE; blocked on this thread only, for child processes inherit what is ignored.
  private func blockBrokenPipeSignal() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }
}
