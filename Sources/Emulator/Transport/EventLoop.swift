import CLinux
import Glibc
import Synchronization

/// What the loop tells about a descriptor. Loop only.
protocol EventHandler: AnyObject {
  /// `events` is epoll's mask.
  func ready(_ events: UInt32)
}

/// Something with output that waits for the end of the turn. Loop only.
protocol Flushable: AnyObject {
  func flush()
}

/// One thread, one epoll: descriptors, timers and posted work.
///
/// A turn is: wait; every ready descriptor; all posted work; every due timer; `endOfTurn`, where the emulator commits its
/// round; then each connection with output writes it. So no answer leaves before its round is committed, and the answers
/// of one turn on one connection leave in one write.
///
/// `@unchecked Sendable`: `post` and `stop` may be called from any thread and touch only the mutex and the eventfd;
/// everything else belongs to the thread that calls `run`.
package final class EventLoop: @unchecked Sendable {
  private let epoll: Int32
  private let wake: Int32
  private let posted = Mutex(Posted())
  private var handlers: [Int32: any EventHandler] = [:]
  private var dirty: [any Flushable] = []
  private var timers = TimerHeap()
  private var thread: pthread_t?
  private var isStopped = false
  /// Called once a turn, before anything is written. Set before `run`, or on the loop.
  package var endOfTurn: (() -> Void)?
  /// Where sockets are read into; one for all, since a turn handles one descriptor at a time.
  let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)

  private struct Posted {
    var work: [@Sendable () -> Void] = []
    var isAwake = false
  }

  package init() throws(IOError) {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    if epoll < 0 { throw IOError(errno, "epoll_create1") }
    wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    if wake < 0 { throw IOError(errno, "eventfd") }
    var event = epoll_event()
    event.events = EPOLLIN.rawValue
    event.data.fd = wake
    if epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &event) != 0 { throw IOError(errno, "epoll_ctl") }
  }

  deinit {
    close(epoll)
    close(wake)
    scratch.deallocate()
  }

  // MARK: From any thread

  /// Runs the work on the loop, in the order of the calls.
  package func post(_ work: @escaping @Sendable () -> Void) {
    let mustWake = posted.withLock { posted in
      posted.work.append(work)
      defer { posted.isAwake = true }
      return !posted.isAwake
    }
    // One wake-up for all that is posted before the loop looks.
    if mustWake {
      var one: UInt64 = 1
      _ = write(wake, &one, 8)
    }
  }

  /// Ends `run` after the present turn.
  package func stop() { post { [self] in isStopped = true } }

  /// Whether the caller is on the loop.
  package var isCurrent: Bool { thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }

  // MARK: On the loop

  /// Runs turns until `stop`. Blocks.
  package func run() {
    thread = pthread_self()
    let capacity = 256
    let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
    defer { events.deallocate() }
    while !isStopped {
      let count = epoll_wait(epoll, events, Int32(capacity), dirty.isEmpty ? timeout() : 0)
      var isWoken = false
      for index in 0..<max(0, Int(count)) {
        let descriptor = events[index].data.fd
        if descriptor == wake {
          isWoken = true
        } else {
          handlers[descriptor]?.ready(events[index].events)
        }
      }
      if isWoken { runPosted() }
      runTimers()
      endOfTurn?()
      flush()
    }
    thread = nil
  }

  private func runPosted() {
    var count: UInt64 = 0
    _ = read(wake, &count, 8)
    let work = posted.withLock { posted in
      defer { posted.work = [] }
      posted.isAwake = false
      return posted.work
    }
    for each in work { each() }
  }

  /// Those that are due now; what they schedule waits for the next turn.
  private func runTimers() {
    guard timers.nextDue != nil else { return }
    let now = System.monotonicNanoseconds()
    while let timer = timers.popDue(now) {
      let work = timer.work
      timer.work = nil
      work?()
    }
  }

  private func flush() {
    if dirty.isEmpty { return }
    let all = dirty
    dirty.removeAll(keepingCapacity: true)
    for each in all { each.flush() }
  }

  /// Milliseconds until the next timer, −1 without one.
  private func timeout() -> Int32 {
    guard let due = timers.nextDue else { return -1 }
    let now = System.monotonicNanoseconds()
    if due <= now { return 0 }
    return Int32(clamping: (due - now + 999_999) / 1_000_000)
  }

  /// Calls the work once after that time of the machine's clock. Loop only.
  @discardableResult
  package func schedule(after duration: Duration, _ work: @escaping @Sendable () -> Void) -> TimerHandle {
    let (seconds, attoseconds) = duration.components
    let nanoseconds = max(0, seconds) * 1_000_000_000 + max(0, attoseconds / 1_000_000_000)
    return timers.add(due: System.monotonicNanoseconds() + UInt64(nanoseconds), work)
  }

  func needsFlush(_ connection: any Flushable) { dirty.append(connection) }

  func add(_ descriptor: Int32, _ events: UInt32, _ handler: any EventHandler) throws(IOError) {
    var event = epoll_event()
    event.events = events
    event.data.fd = descriptor
    if epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0 { throw IOError(errno, "epoll_ctl") }
    handlers[descriptor] = handler
  }

  func modify(_ descriptor: Int32, _ events: UInt32) {
    var event = epoll_event()
    event.events = events
    event.data.fd = descriptor
    epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event)
  }

  /// Before the descriptor is closed.
  func remove(_ descriptor: Int32) {
    handlers[descriptor] = nil
    var event = epoll_event()
    epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event)
  }
}

/// A scheduled call; `cancel` on the loop.
package final class TimerHandle {
  fileprivate let due: UInt64
  fileprivate let order: UInt64
  fileprivate var work: (@Sendable () -> Void)?

  fileprivate init(due: UInt64, order: UInt64, _ work: @escaping @Sendable () -> Void) {
    self.due = due
    self.order = order
    self.work = work
  }

  package func cancel() { work = nil }
}

/// Timers by their time, the earliest first; those of one time in the order they were made.
private struct TimerHeap {
  private var heap: [TimerHandle] = []
  private var order: UInt64 = 0

  var nextDue: UInt64? { heap.first?.due }

  mutating func add(due: UInt64, _ work: @escaping @Sendable () -> Void) -> TimerHandle {
    order += 1
    let timer = TimerHandle(due: due, order: order, work)
    heap.append(timer)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(child, parent) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
    return timer
  }

  /// The next timer that is due, taken out. Run by the caller, since its work may add timers.
  mutating func popDue(_ now: UInt64) -> TimerHandle? {
    guard let first = heap.first, first.due <= now else { return nil }
    removeFirst()
    return first
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, least) { least = child }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    heap[a].due != heap[b].due ? heap[a].due < heap[b].due : heap[a].order < heap[b].order
  }
}
