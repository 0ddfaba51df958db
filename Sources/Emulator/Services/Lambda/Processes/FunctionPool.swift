import Protocols
import Runtime

/// The processes of one function: kept warm and used again, one event a process at a time, started as they are needed.
/// Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class FunctionPool: @unchecked Sendable {
  private(set) var function: LambdaFunction
  private let house: ProcessHouse
  private var processes: [ObjectIdentifier: FunctionProcess] = [:]
  /// Ready for an event; the last used first, so that the others can grow cold.
  private var idle: [FunctionProcess] = []
  private var waiting: [Invocation] = []
  /// Submitted and not yet answered.
  private var inFlight = 0
  /// Of a local folder, when its processes were started.
  private var fingerprint: UInt64?
  /// Why nothing is taken any more.
  private var closed: AWSError?

  /// Processes of one function: a machine is smaller than AWS. Further events wait for one.
  private static let processLimit = 10
  /// AWS's default of concurrent executions; past it Lambda throttles.
  static let concurrencyLimit = 1000
  /// Milliseconds after which a process that nothing asks for is ended.
  private static let idleLimit: Int64 = 300_000
  /// Milliseconds after which a process is replaced: its role's credentials last twelve hours.
  private static let ageLimit: Int64 = 39_600_000

  init(_ function: LambdaFunction, _ house: ProcessHouse) {
    self.function = function
    self.house = house
  }

  var isEmpty: Bool { processes.isEmpty && waiting.isEmpty && inFlight == 0 }

  func submit(_ invocation: Invocation) {
    if let closed { return invocation.finish(.refused(closed)) }
    if inFlight >= FunctionPool.concurrencyLimit {
      house.traced(invocation) { $0.status = .refused }
      return invocation.finish(.refused(.tooManyRequests("ConcurrentInvocationLimitExceeded")))
    }
    inFlight += 1
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

  private func enqueue(_ invocation: Invocation) {
    if let closed { return invocation.finish(.refused(closed)) }
    waiting.append(invocation)
    dispatch()
  }

  /// Milliseconds that an event waits for a process that has answered and is about to ask for the next one; mostly it asks
  /// within one.
  private static let patience = 100

  private func dispatch(isPatient: Bool = true) {
    while !waiting.isEmpty {
      if let process = idle.popLast() {
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
      if processes.count < FunctionPool.processLimit {
        start(for: waiting.removeFirst())
      } else {
        return
      }
    }
  }

  private func start(for invocation: Invocation) {
    let function = function
    let stream = house.logStream()
    let root = Caller.root(of: function.key.account)
    let log = FunctionLog(
      group: function.logGroup, stream: stream, caller: root, region: function.key.region, house.setting)
    let process = FunctionProcess(function, for: invocation, log: log, self, house)
    processes[ObjectIdentifier(process)] = process
    let folder: String
    switch function.code {
    case .zip(let id, _, _): folder = house.code.folder(of: id)
    case .folder(let path): folder = path
    }
    house.interpreters.find(function.runtime) { [house] result in
      switch result {
      case .failure(let missing): process.couldNotStart(missing.message)
      case .success(let interpreter):
        house.setting.workers.spawn("lambda credentials") {
          let credentials = await FunctionPool.credentials(of: function, house)
          house.setting.cloud.loop.post { process.launch(interpreter, credentials, folder: folder) }
        }
      }
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

  /// One of the submitted invocations is answered.
  func finished() { inFlight -= 1 }

  func ended(_ process: FunctionProcess) {
    processes[ObjectIdentifier(process)] = nil
    idle.removeAll { $0 === process }
    dispatch()
  }

  // MARK: Changes

  /// New code or a new configuration: idle processes end, busy ones finish first, and what waits runs with the new.
  func change(to function: LambdaFunction) {
    self.function = function
    fingerprint = nil
    retireProcesses()
  }

  private func retireProcesses() {
    idle = []
    for process in Array(processes.values) { process.retire() }
  }

  /// The function is gone, or the server ends: what waits or runs is refused.
  func close(_ error: AWSError) {
    closed = error
    let refused = waiting
    waiting = []
    for invocation in refused {
      inFlight -= 1
      house.traced(invocation) { $0.status = .refused }
      invocation.finish(.refused(error))
    }
    for process in Array(processes.values) { process.end(refusing: error) }
  }

  /// Ends the processes that nothing has asked for in a while, and the old ones.
  func endIdle(now: Int64) {
    for process in idle where now - process.idleSince > FunctionPool.idleLimit { process.retire() }
    for process in Array(processes.values) where process.launched > 0 && now - process.launched > FunctionPool.ageLimit
    {
      idle.removeAll { $0 === process }
      process.retire()
    }
  }
}
