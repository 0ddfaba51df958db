import Glibc

/// Waits for the end of a server: SIGTERM, SIGINT, or the end of the parent process.
///
/// The handler writes a byte to a pipe, the one thing a signal handler may do here. The signals are not blocked: a mask
/// would be inherited by the processes of handlers.
enum Ending {
  /// The pipe's ends, (read, write).
  ///
  /// `nonisolated(unsafe)`: written once in `prepare`, before the handler is set; read afterwards only.
  nonisolated(unsafe) private static var pipeEnds: (Int32, Int32) = (-1, -1)

  /// Before the server starts, so that a signal during the start is not lost.
  static func prepare() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    pipeEnds = (ends[0], ends[1])
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGTERM, SIGINT] {
      signal(number) { _ in
        var byte: UInt8 = 1
        _ = write(Ending.pipeEnds.1, &byte, 1)
      }
    }
  }

  static func wait(parent: Int32?) async {
    await withCheckedContinuation { continuation in
      let waiter = Waiter(pipeEnds.0, parent) { continuation.resume() }
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Waiter>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, Unmanaged.passRetained(waiter).toOpaque())
      pthread_detach(thread)
    }
  }

  /// A thread of its own: `poll` blocks.
  private final class Waiter {
    private let pipe: Int32
    private let parent: Int32?
    private let ended: () -> Void

    init(_ pipe: Int32, _ parent: Int32?, _ ended: @escaping () -> Void) {
      self.pipe = pipe
      self.parent = parent
      self.ended = ended
    }

    func run() {
      while true {
        var wanted = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        if poll(&wanted, 1, parent == nil ? -1 : 250) > 0 { break }
        if let parent, kill(parent, 0) != 0, errno == ESRCH { break }
      }
      ended()
    }
  }
}
