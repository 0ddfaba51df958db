import CProcess
import Glibc
import Synchronization

/// The functions' processes as the kernel sees them: one permanent thread starts them, reads what they print, and notices
/// their end. It must be permanent because the kernel kills a child when the *thread* that started it ends
/// (PR_SET_PDEATHSIG), which is how no process outlives the server, kill -9 included.
///
/// Calls may come from any thread; every closure is called on this thread, in the order of what happened.
final class ChildProcesses: Sendable {
  struct Launch: Sendable {
    var path: String
    /// With the program's own name first.
    var arguments: [String]
    var environment: [String]
    var folder: String
    /// Made before the program starts, removed once it and all that share them have ended; nil: it sees the machine's.
    var folders: ProcessFolders?
    /// Others may share its folders.
    var isShared = false
    /// The number of the program whose folders it shares, and which must still run.
    var joins: Int?
  }

  enum Event: Sendable {
    /// `start` is the kernel's start time, which with the process id names a process for good.
    case started(pid: Int32, start: Int)
    /// The program could not be run; `errno`.
    case failed(Int32)
    /// What it wrote to stdout and stderr, as it came.
    case output([UInt8])
    /// It held more memory than it may and was killed; `exited` follows.
    case outOfMemory
    case exited(Exit)
  }

  enum Exit: Sendable, Equatable {
    case status(Int32)
    case signal(Int32)
  }

  private enum Command: Sendable {
    case launch(Int, Launch, @Sendable (Event) -> Void)
    case kill(Int)
    case terminate(Int)
    case tell(String)
    case drain(Int, @Sendable (_ peakKiB: Int) -> Void)
    case watch(Int, Int?)
    case stop
  }

  private struct State {
    var commands: [Command] = []
    var nextID = 0
    /// The end that wakes the thread; -1 until it runs.
    var wake: Int32 = -1
    var isStopped = false
  }
  private let state = Mutex(State())

  init() {}

  /// Starts a program; gives the number that the other calls take. The first call starts the thread.
  func launch(_ launch: Launch, _ events: @escaping @Sendable (Event) -> Void) -> Int {
    let id = state.withLock { state -> Int in
      state.nextID += 1
      return state.nextID
    }
    send(.launch(id, launch, events))
    return id
  }

  /// Kills the program and everything in its process group. `exited` follows.
  func kill(_ id: Int) { send(.kill(id)) }

  /// Asks the program to end (SIGTERM), and nothing that it started.
  func terminate(_ id: Int) { send(.terminate(id)) }

  /// A line for the warden, which ends what is left when this process dies.
  func tellWarden(_ line: String) { send(.tell(line)) }

  /// Reads what the program has printed so far, hands it on, then calls `done` with the most memory it has held.
  func drain(_ id: Int, _ done: @escaping @Sendable (_ peakKiB: Int) -> Void) { send(.drain(id, done)) }

  /// Kills the program once it holds more memory than that; nil: it is watched no longer. Its memory is looked at ten times
  /// a second: what is taken and given back in between is not seen.
  func watch(_ id: Int, limitKiB: Int?) { send(.watch(id, limitKiB)) }

  /// Kills every program and ends the thread.
  func stop() {
    let runs = state.withLock { state -> Bool in
      state.isStopped = true
      return state.wake >= 0
    }
    if runs { send(.stop) }
  }

  private func send(_ command: Command) {
    let (wake, reader) = state.withLock { state -> (Int32, Int32?) in
      if state.isStopped, case .launch = command { return (-1, nil) }
      state.commands.append(command)
      if state.wake >= 0 { return (state.wake, nil) }
      var ends: [Int32] = [0, 0]
      guard pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else { return (-1, nil) }
      state.wake = ends[1]
      return (ends[1], ends[0])
    }
    if wake < 0 {
      if case .launch(_, _, let events) = command { events(.failed(EMFILE)) }
      return
    }
    if let reader {
      BlockingThread.start { [self] in
        var supervision = Supervision(self, wake: reader)
        supervision.run()
      }
    }
    var byte: UInt8 = 1
    // A full pipe is as good as a written byte: the thread wakes.
    _ = write(wake, &byte, 1)
  }

  private func takeCommands() -> [Command] {
    state.withLock { state in
      let commands = state.commands
      state.commands = []
      return commands
    }
  }

  /// What the thread keeps; nothing else touches it.
  private struct Supervision: ~Copyable {
    private let owner: ChildProcesses
    private let wake: Int32
    private var children: [Int: Child] = [:]
    private var isEnding = false

    private struct Child {
      var pid: Int32
      /// Readable when the process has ended; -1 where the kernel has no such descriptor.
      var end: Int32
      var output: Int32
      var events: @Sendable (Event) -> Void
      var room: Room?
      /// While it is watched.
      var limitKiB: Int?
    }

    /// The folders of one or more programs; removed with the last of them.
    private final class Room {
      let folders: ProcessFolders
      let kind: ProcessFolders.Kind
      /// Descriptors of the namespaces in which they are mounted, where others join; else −1.
      var mounts: Int32 = -1
      var users: Int32 = -1

      init(_ folders: ProcessFolders, _ kind: ProcessFolders.Kind) {
        self.folders = folders
        self.kind = kind
      }

      /// Keeps the namespaces of the program that made the folders.
      func open(_ pid: Int32) {
        if kind == .limitedFiles { return }
        mounts = Glibc.open("/proc/\(pid)/ns/mnt", O_RDONLY | O_CLOEXEC)
        if kind == .mountInUserNamespace { users = Glibc.open("/proc/\(pid)/ns/user", O_RDONLY | O_CLOEXEC) }
      }

      deinit {
        if mounts >= 0 { close(mounts) }
        if users >= 0 { close(users) }
        folders.remove(kind)
      }
    }

    /// What the kernel grants; known once the first program is started.
    private var folderKind: ProcessFolders.Kind?

    private var warden = Warden()

    private static let watchInterval: Int32 = 100

    private static let noLayers = Array(
      "[Cauce] this machine grants no /opt of the process's own: its layers are search paths only\n".utf8)

    /// How often ends are looked for where the kernel cannot tell them.
    private static let reapInterval: Int32 = 50

    init(_ owner: ChildProcesses, wake: Int32) {
      self.owner = owner
      self.wake = wake
    }

    mutating func run() {
      while !isEnding || !children.isEmpty {
        var descriptors = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0)]
        var places: [(id: Int, isOutput: Bool)] = []
        var mustReap = false
        var mustWatch = false
        for (id, child) in children {
          if child.limitKiB != nil { mustWatch = true }
          if child.output >= 0 {
            descriptors.append(pollfd(fd: child.output, events: Int16(POLLIN), revents: 0))
            places.append((id, true))
          }
          if child.end >= 0 {
            descriptors.append(pollfd(fd: child.end, events: Int16(POLLIN), revents: 0))
            places.append((id, false))
          } else {
            mustReap = true
          }
        }
        let wait = mustReap ? Self.reapInterval : mustWatch ? Self.watchInterval : -1
        let ready = poll(&descriptors, UInt(descriptors.count), wait)
        if ready < 0, errno != EINTR { return }
        if mustWatch, ready == 0 { killTheLarge() }
        if descriptors[0].revents != 0 { obey() }
        for (place, descriptor) in zip(places, descriptors.dropFirst()) where descriptor.revents != 0 {
          if place.isOutput { read(place.id) } else { reap(place.id, mustHaveEnded: true) }
        }
        if mustReap { for id in Array(children.keys) where children[id]?.end == -1 { reap(id, mustHaveEnded: false) } }
      }
      close(wake)
    }

    private mutating func obey() {
      var bytes = [UInt8](repeating: 0, count: 256)
      while Glibc.read(wake, &bytes, bytes.count) > 0 {}
      for command in owner.takeCommands() {
        switch command {
        case .launch(let id, let launch, let events): start(id, launch, events)
        case .kill(let id): if let child = children[id] { Glibc.kill(-child.pid, SIGKILL) }
        case .terminate(let id): if let child = children[id] { Glibc.kill(child.pid, SIGTERM) }
        case .tell(let line): warden.tell(line)
        case .drain(let id, let done):
          read(id)
          done(children[id].map { ProcessTable.peakKiB(of: $0.pid) } ?? 0)
        case .watch(let id, let limit): children[id]?.limitKiB = limit
        case .stop:
          isEnding = true
          for child in children.values { Glibc.kill(-child.pid, SIGKILL) }
        }
      }
    }

    private mutating func killTheLarge() {
      for (id, child) in children {
        guard let limit = child.limitKiB, ProcessTable.residentKiB(of: child.pid) > limit else { continue }
        children[id]?.limitKiB = nil
        child.events(.outOfMemory)
        Glibc.kill(-child.pid, SIGKILL)
      }
    }

    private mutating func start(_ id: Int, _ launch: Launch, _ events: @escaping @Sendable (Event) -> Void) {
      var ends: [Int32] = [0, 0]
      guard pipe2(&ends, O_CLOEXEC) == 0 else { return events(.failed(errno)) }
      _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
      var arguments: [UnsafeMutablePointer<CChar>?] = launch.arguments.map { strdup($0) }
      arguments.append(nil)
      var environment: [UnsafeMutablePointer<CChar>?] = launch.environment.map { strdup($0) }
      environment.append(nil)
      var room: Room?
      var pid = -ESRCH
      if let host = launch.joins {
        room = children[host]?.room
        if let room {
          pid = room.folders.with(room.kind, mounts: room.mounts, users: room.users) {
            cauce_spawn(launch.path, arguments, environment, launch.folder, ends[1], $0)
          }
        }
      } else if let folders = launch.folders {
        folders.make()
        let kind = folderKind ?? folders.bestKind()
        folderKind = kind
        room = Room(folders, kind)
        if !folders.layers.isEmpty, !folders.showsLayers(kind) { events(.output(Self.noLayers)) }
        pid = folders.with(kind) { cauce_spawn(launch.path, arguments, environment, launch.folder, ends[1], $0) }
        if pid > 0, launch.isShared { room?.open(pid) }
      } else {
        pid = cauce_spawn(launch.path, arguments, environment, launch.folder, ends[1], nil)
      }
      for text in arguments + environment { free(text) }
      close(ends[1])
      guard pid > 0 else {
        close(ends[0])
        return events(.failed(-pid))
      }
      warden.began(pid)
      let end = cauce_pidfd(pid)
      if end >= 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      children[id] = Child(pid: pid, end: end, output: ends[0], events: events, room: room)
      events(.started(pid: pid, start: ProcessTable.startTime(of: pid) ?? 0))
    }

    /// Reads what is there; at the end of the output the descriptor is let go.
    private mutating func read(_ id: Int) {
      guard let child = children[id], child.output >= 0 else { return }
      // A program that prints without end must not hold up the others: the rest is read at the next turn.
      for _ in 0..<16 {
        var got = 0
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { room, count in
          got = Glibc.read(child.output, room.baseAddress, room.count)
          failure = errno
          count = max(0, got)
        }
        if got > 0 {
          child.events(.output(bytes))
          if got < 65536 { return }
        } else if got < 0, failure == EAGAIN || failure == EINTR {
          return
        } else {
          close(child.output)
          children[id]?.output = -1
          return
        }
      }
    }

    private mutating func reap(_ id: Int, mustHaveEnded: Bool) {
      guard let child = children[id] else { return }
      // The group goes before the leader's number is free for another process.
      var information = siginfo_t()
      if waitid(P_PID, UInt32(child.pid), &information, WEXITED | WNOHANG | WNOWAIT) != 0 {
        return forget(id, .status(0))
      }
      if !mustHaveEnded, information.si_signo == 0 { return }
      Glibc.kill(-child.pid, SIGKILL)
      read(id)
      var status: Int32 = 0
      while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
      let signal = cauce_signal(status)
      forget(id, signal != 0 ? .signal(signal) : .status(cauce_exit_status(status)))
    }

    private mutating func forget(_ id: Int, _ exit: Exit) {
      guard let child = children.removeValue(forKey: id) else { return }
      if child.output >= 0 { close(child.output) }
      if child.end >= 0 { close(child.end) }
      warden.ended(child.pid)
      child.events(.exited(exit))
    }
  }
}
