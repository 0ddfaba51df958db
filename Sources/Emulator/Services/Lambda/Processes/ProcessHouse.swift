import Glibc
import Protocols
import Runtime

/// What all processes of all functions share: the thread that starts them, the code on the disk, the interpreters, the
/// bootstraps, and the trace. Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class ProcessHouse: @unchecked Sendable {
  let setting: ServiceSetting
  let code: CodeStore
  let children = ChildProcesses()
  let interpreters: Interpreters
  /// The files that the interpreters are started with.
  let bootstraps: (python: String, node: String, ruby: String, java: String)
  /// The server's own environment.
  let machine: [String: String]
  private let store: LambdaStore
  private(set) var ring = InvocationRing()
  private var ids = IDs()
  private var isStopped = false

  init(_ setting: ServiceSetting, _ store: LambdaStore, _ code: CodeStore) throws(AWSError) {
    self.setting = setting
    self.store = store
    self.code = code
    var machine: [String: String] = [:]
    for name in [
      "PATH", "HOME", "PYTHONUSERBASE", "LD_LIBRARY_PATH", "CAUCE_PYTHON", "DOCKER_HOST", "XDG_RUNTIME_DIR",
    ] {
      if let value = getenv(name) { machine[name] = String(cString: value) }
    }
    self.machine = machine
    interpreters = Interpreters(
      configured: setting.configuration.python ?? machine["CAUCE_PYTHON"], loop: setting.cloud.loop)
    bootstraps = (
      try code.place(PackageResources.bootstrap_py, as: "bootstrap.py"),
      try code.place(PackageResources.bootstrap_js, as: "bootstrap.js"),
      try code.place(PackageResources.bootstrap_rb, as: "bootstrap.rb"),
      try code.place(PackageResources.Bootstrap_java, as: "Bootstrap.java")
    )
  }

  // MARK: Identifiers

  func requestID() -> String { ids.uuid() }

  func logStream(_ version: String) -> String {
    FunctionLog.streamName(setting.clock.now, version: version, ids.hex(32))
  }

  func shortID() -> String { ids.hex(12) }

  /// Of the processes of this server, in their environment: how the temporary folder of each begins.
  private lazy var mark = "\(code.root)/\(CodeStore.temporaryPrefix)\(shortID())-"
  private var isMarkTold = false

  /// The place of one process's temporary files.
  func temporaryFolder() -> String {
    if !isMarkTold {
      isMarkTold = true
      // A blank would end it in the warden's ears.
      if !mark.utf8.contains(32) { children.tellWarden("m TMPDIR=\(mark)") }
    }
    return mark + shortID()
  }

  /// As X-Ray writes it, without a Lineage; nothing is sampled.
  func traceID() -> String {
    let seconds = String(Int(setting.clock.now.seconds), radix: 16)
    return "Root=1-\(seconds)-\(ids.hex(24));Parent=\(ids.hex(16));Sampled=0"
  }

  // MARK: How many processes there may be

  /// Processes of all functions together: AWS runs a thousand at once, one machine cannot. Past it an event waits for a
  /// process; one that idles for another function makes room.
  static let processLimit = 100
  private var processCount = 0
  private var hungry: [FunctionPool] = []
  /// Ends the process of any function that has idled longest; false when none idles.
  var endIdlest: (() -> Bool)?

  /// Counts one more; false when there is no room, and the pool is asked again once there is.
  func takeProcess(for pool: FunctionPool) -> Bool {
    if processCount >= ProcessHouse.processLimit, !(endIdlest?() ?? false) {
      if !hungry.contains(where: { $0 === pool }) { hungry.append(pool) }
      return false
    }
    processCount += 1
    return true
  }

  func giveProcess() {
    processCount -= 1
    if hungry.isEmpty { return }
    let next = hungry.removeFirst()
    setting.cloud.loop.post { next.dispatch() }
  }

  // MARK: Containers

  /// Set once an engine was found.
  var engine: String?
  /// Marks the containers of this server, so that the next one on the same data folder ends what is left of them.
  var containerOwner: String {
    let folder = setting.configuration.dataFolder ?? setting.configuration.endpoint
    return String(Hex.encode(SHA256.hash(folder)).prefix(16))
  }

  // MARK: Processes that the kernel knows

  /// Kept in the store, so that a server that starts after a kill -9 ends what is left of the groups.
  func remember(_ pid: Int32, _ start: Int) { if !isStopped { store.rememberProcess(pid, start) } }
  func forget(_ pid: Int32) { if !isStopped { store.forgetProcess(pid) } }

  /// The server ends: nothing is given time to end well any more.
  private(set) var isEnding = false
  func beginToStop() { isEnding = true }

  /// Kills every process. The store is closed soon: what ends from now on is not told to it any more.
  func stop() {
    isStopped = true
    // On failure the rows name processes that are gone, which the next start finds out.
    _ = try? store.takeProcesses()
    children.stop()
    code.close()
  }

  // MARK: The trace

  func ended(_ invocation: Invocation, failed: Bool) {
    traced(invocation) { [setting] in
      $0.ended = setting.clock.now
      $0.status = failed ? .failed : .succeeded
    }
  }

  func trace(_ invocation: Invocation, of function: LambdaFunction) {
    invocation.trace = ring.add(
      InvocationTrace(
        requestID: invocation.requestID, functionARN: function.key.arn, source: invocation.source, accessKey: nil,
        submitted: setting.clock.now, started: nil, ended: nil, status: .waiting))
  }

  func traced(_ invocation: Invocation, _ body: (inout InvocationTrace) -> Void) { ring.change(invocation.trace, body) }
}
