import Protocols
import Runtime

/// The processes of one version of a function: kept warm and used again, one event a process at a time, started as they
/// are needed. Events that something else takes (a URL, an attached client, a closure) pass through as well. Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class FunctionPool: @unchecked Sendable {
  private(set) var function: LambdaFunction
  private let house: ProcessHouse
  private unowned let service: LambdaService
  private var processes: [ObjectIdentifier: FunctionProcess] = [:]
  /// Ready for an event; the last used first, so that the others can grow cold.
  private var idle: [FunctionProcess] = []
  private var waiting: [Invocation] = []
  /// Submitted and not yet answered.
  private var inFlight = 0
  /// Of a local folder, when its processes were started.
  private var fingerprint: UInt64?
  /// Processes that are kept warm, asked for or not.
  private(set) var provisioned = 0
  private(set) var warmingFailed = false
  /// Why nothing is taken any more.
  private var closed: AWSError?
  /// Of what is not run by processes.
  private var remoteLog: FunctionLog?

  /// Milliseconds after which a process that nothing asks for is ended.
  private static let idleLimit: Int64 = 300_000
  /// Milliseconds after which a process is replaced: its role's credentials last twelve hours.
  private static let ageLimit: Int64 = 39_600_000

  init(_ function: LambdaFunction, _ house: ProcessHouse, _ service: LambdaService) {
    self.function = function
    self.house = house
    self.service = service
  }

  var isEmpty: Bool { processes.isEmpty && waiting.isEmpty && inFlight == 0 && provisioned == 0 }

  func submit(_ invocation: Invocation) {
    if let closed { return invocation.finish(.refused(closed)) }
    inFlight += 1
    invocation.onEnd { [self] in inFlight -= 1 }
    if let attached = service.attached[function.key], attached.isAttached || function.code == .none {
      return attached.take(remote(invocation))
    }
    if let closure = service.closures[function.key] { return closure.run(remote(invocation)) }
    if let url = function.url { return URLHandler.run(remote(invocation), at: url, house.setting) }
    guard case .folder(let path) = function.code else { return enqueue(invocation) }
    // Edits take effect at the next invocation: the folder is looked at before each.
    let loop = house.setting.cloud.loop
    BlockingThread.start { [self] in
      let found = FolderTree.fingerprint(path)
      loop.post { [self] in
        if let fingerprint, fingerprint != found { retireProcesses() }
        fingerprint = found
        enqueue(invocation)
      }
    }
  }

  /// An invocation that no process of the pool's runs.
  func remote(_ invocation: Invocation) -> RemoteRun {
    let log =
      remoteLog
      ?? FunctionLog(
        group: function.logGroup, stream: house.logStream(function.version),
        caller: Caller.root(of: function.key.account), region: function.key.region, house.setting)
    remoteLog = log
    return RemoteRun(invocation, function, log, house)
  }

  private func enqueue(_ invocation: Invocation) {
    if let closed { return invocation.finish(.refused(closed)) }
    if case .none = function.code {
      let run = remote(invocation)
      run.begin()
      return run.finish(
        FunctionFailure.body(
          "Runtime.NotAttached",
          "RequestId: \(invocation.requestID) Error: \(function.key.name) has no code, and nothing that runs it is "
            + "attached"), functionError: "Unhandled", status: "error", errorType: "Runtime.NotAttached")
    }
    waiting.append(invocation)
    dispatch()
  }

  /// Milliseconds that an event waits for a process that has answered and is about to ask for the next one; mostly it asks
  /// within one.
  private static let patience = 100

  func dispatch(isPatient: Bool = true) {
    while !waiting.isEmpty, closed == nil {
      if let process = idle.popLast() {
        process.run(waiting.removeFirst())
        continue
      }
      if let process = processes.values.first(where: { $0.isFree }) {
        process.run(waiting.removeFirst())
        continue
      }
      let soonIdle = processes.values.reduce(0) { $0 + ($1.phase == .answered && !$1.isRetired ? 1 : 0) }
      if isPatient, waiting.count <= soonIdle {
        house.setting.cloud.loop.after(milliseconds: FunctionPool.patience) { [weak self] in
          self?.dispatch(isPatient: false)
        }
        return
      }
      guard house.takeProcess(for: self) else { return }
      start(for: waiting.removeFirst())
    }
  }

  /// `invocation` nil: a process that is only kept warm.
  private func start(for invocation: Invocation?) {
    let function = function
    let log = FunctionLog(
      group: function.logGroup, stream: house.logStream(function.version),
      caller: Caller.root(of: function.key.account), region: function.key.region, house.setting)
    let process = FunctionProcess(function, for: invocation, log: log, self, house)
    processes[ObjectIdentifier(process)] = process
    let place = service.place(of: function)
    let found: @Sendable (Result<Interpreter, Interpreter.Missing>) -> Void = { [house] result in
      switch result {
      case .failure(let missing): process.couldNotStart(missing.message)
      case .success(let interpreter):
        house.setting.workers.spawn("lambda credentials") {
          let credentials = await FunctionPool.credentials(of: function, house)
          house.setting.cloud.loop.post { process.launch(interpreter, credentials, place) }
        }
      }
    }
    if case .image = function.code {
      found(
        house.engine.map { .success(Interpreter(path: $0, remark: nil)) }
          ?? .failure(Interpreter.Missing(message: ContainerEngine.missing)))
    } else {
      house.interpreters.find(function.runtime, found)
    }
  }

  /// A session of the role; keys that only name the account where no IAM is there.
  private static func credentials(of function: LambdaFunction, _ house: ProcessHouse) async -> RoleCredentials {
    if let roles = house.setting.ports.roles {
      do throws(AWSError) {
        return try await roles.assume(function.role, session: function.key.name, region: function.key.region)
      } catch {
        // The role cannot be assumed: the function still runs, as the account.
      }
    }
    let account = function.key.account
    return RoleCredentials(
      accessKey: account, secretKey: "secret", sessionToken: "token", caller: .root(of: account))
  }

  // MARK: What processes tell

  func becameIdle(_ process: FunctionProcess) {
    idle.append(process)
    dispatch()
  }

  func ended(_ process: FunctionProcess) {
    if processes.removeValue(forKey: ObjectIdentifier(process)) != nil { house.giveProcess() }
    idle.removeAll { $0 === process }
    dispatch()
    if !warmingFailed { keepWarm() }
  }

  // MARK: Provisioned concurrency

  /// Keeps that many processes, whatever asks for them.
  func provision(_ count: Int) {
    if count != provisioned { warmingFailed = false }
    provisioned = count
    keepWarm()
  }

  private func keepWarm() {
    guard closed == nil, function.code != .none, function.url == nil else { return }
    while processes.count < min(provisioned, ProcessHouse.processLimit / 2), house.takeProcess(for: self) {
      start(for: nil)
    }
  }

  /// The function cannot be initialised: it is not tried again until something changes.
  func couldNotWarm() { warmingFailed = true }

  /// Processes that were initialised.
  var readyCount: Int {
    processes.values.reduce(0) { $0 + ($1.phase == .launching || $1.phase == .initialising ? 0 : 1) }
  }

  // MARK: Changes

  /// New code or a new configuration: idle processes end, busy ones finish first, and what waits runs with the new.
  func change(to function: LambdaFunction) {
    self.function = function
    fingerprint = nil
    warmingFailed = false
    retireProcesses()
    keepWarm()
  }

  private func retireProcesses() {
    idle = []
    for process in Array(processes.values) { process.retire() }
  }

  /// The function is gone, or the server ends: what waits or runs is refused.
  func close(_ error: AWSError) {
    closed = error
    provisioned = 0
    let refused = waiting
    waiting = []
    for invocation in refused {
      house.traced(invocation) { $0.status = .refused }
      invocation.finish(.refused(error))
    }
    for process in Array(processes.values) { process.end(refusing: error) }
    remoteLog?.close()
  }

  /// When the process that has idled longest began to; nil without one. Those that are kept warm do not count.
  var idlestSince: Int64? { processes.count > provisioned ? idle.first?.idleSince : nil }

  func endIdlest() { if !idle.isEmpty { idle.removeFirst().retire() } }

  /// The idle processes that have extensions; whoever takes them ends them.
  func takeIdleWithExtensions() -> [FunctionProcess] {
    let all = idle.filter { !$0.extensions.isEmpty }
    idle.removeAll { !$0.extensions.isEmpty }
    return all
  }

  /// Ends the processes that nothing has asked for in a while, and the old ones.
  func endIdle(now: Int64) {
    for process in idle where now - process.idleSince > FunctionPool.idleLimit && processes.count > provisioned {
      process.retire()
    }
    for process in Array(processes.values) where process.launched > 0 && now - process.launched > FunctionPool.ageLimit
    {
      idle.removeAll { $0 === process }
      process.retire()
    }
  }
}
