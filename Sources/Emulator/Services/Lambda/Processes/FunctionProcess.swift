import Protocols
import Runtime

/// One process of a function: a port of its own with the Lambda Runtime API on it, a program that asks there for events,
/// one event at a time. Loop only.
///
///     launching → initialising → idle ⇄ running → (answered →) idle …  → ended
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class FunctionProcess: @unchecked Sendable {
  enum Phase { case launching, initialising, idle, running, answered, ended }

  let function: LambdaFunction
  let log: FunctionLog
  let extensions: Extensions
  let house: ProcessHouse
  var phase = Phase.launching
  /// What it works on, or was started for; nil while it is only kept warm.
  var invocation: Invocation?
  private(set) var accessKey = ""
  /// No further event goes to it: its code is old, or it is not needed.
  var isRetired = false
  /// By the machine's clock.
  private(set) var idleSince: Int64 = 0
  /// Started for provisioned concurrency, before there was an event.
  let isProvisioned: Bool

  var listening: (any Listening)?
  var child: Int?
  private var pid: Int32?
  /// The program itself, to be started once the extensions are registered.
  private var program: ChildProcesses.Launch?
  /// The program has asked for its first event; its extensions may not have.
  private var isProgramReady = false
  /// The container that it is, where it is one.
  var container: LaunchPlan.Container?
  /// The program's question for the next event, while there is none.
  var next: (any HTTPResponder)?
  /// By the machine's clock; 0 before.
  private(set) var launched: Int64 = 0
  var startTick: UInt64 = 0
  var initDuration: Double?
  var initError: [UInt8]?
  var answer: (payload: [UInt8], functionError: String?)?
  /// The answer that is being streamed.
  var stream: ResponseStream?
  var ranOutOfMemory = false
  /// Counts the invocations, so that a timer knows whether it is still meant.
  var epoch = 0
  /// By the machine's clock: when the running invocation's time is over.
  private var deadline: Int64 = 0
  /// Called once it and its extensions have ended.
  var whenGone: (() -> Void)?
  let pool: FunctionPool

  /// Beside the function's own time-out, the time in which a process must ask for its first event. AWS gives 10 s, then
  /// begins again within the invocation's own time-out; here the two are one.
  private static let initLimit = 10_000

  init(
    _ function: LambdaFunction, for invocation: Invocation?, log: FunctionLog, _ pool: FunctionPool,
    _ house: ProcessHouse
  ) {
    self.function = function
    self.invocation = invocation
    isProvisioned = invocation == nil
    self.log = log
    self.pool = pool
    self.house = house
    extensions = Extensions(function, log, house)
    extensions.onChange = { [weak self] in self?.extensionsChanged() }
    extensions.onFailure = { [weak self] type, reason in self?.failed(type, reason) }
  }

  // MARK: Starting

  /// Everything is there: starts the program. A problem is the invocation's answer.
  func launch(_ interpreter: Interpreter, _ credentials: RoleCredentials, _ place: LaunchPlan.Place) {
    guard phase == .launching else { return }
    accessKey = credentials.accessKey
    if let invocation { house.traced(invocation) { [accessKey] in $0.accessKey = accessKey } }
    let port: Int
    do throws(AWSError) {
      let listening = try house.setting.ports.listeners.listen(RuntimeAPI(self))
      self.listening = listening
      port = listening.port
    } catch {
      return end(refusing: error)
    }
    let environment = ProcessEnvironment(
      function: function, place: place, runtimeFolder: house.code.root, temporaryFolder: house.temporaryFolder(),
      logStream: log.stream, runtimeAPIPort: port,
      endpoint: house.setting.configuration.endpoint, accessKey: credentials.accessKey,
      secretKey: credentials.secretKey, sessionToken: credentials.sessionToken, isProvisioned: isProvisioned,
      machine: house.machine)
    let plan = LaunchPlan(function, interpreter, place, environment, house)
    guard let container = plan.container else { return start(plan, remark: interpreter.remark) }
    self.container = container
    house.children.tellWarden("c \(container.name) \(container.engine)")
    let loop = house.setting.cloud.loop
    BlockingThread.start { [self] in
      let made = ContainerEngine.create(container.engine, name: container.name, container.making)
      loop.post { [self] in
        guard phase == .launching else { return ContainerEngine.remove(container.name, container.engine) }
        switch made {
        case .failure(let failure): couldNotStart(failure.message)
        case .success(let names):
          var plan = plan
          plan.extensions = names.map { ($0, container.launch($0)) }
          start(plan, remark: nil)
        }
      }
    }
  }

  /// The extensions first, which a container's cannot be: they run in it.
  private func start(_ plan: LaunchPlan, remark: String?) {
    log.write(
      "INIT_START Runtime Version: \(function.runtime.isEmpty ? "image" : function.runtime)\tRuntime Version ARN: "
        + "\(RuntimeVersion.arn(of: function))\n")
    if let remark { log.write(remark + "\n") }
    if container == nil, function.architecture != LaunchPlan.machine {
      log.write("[Cauce] the function asks for \(function.architecture) and runs on \(LaunchPlan.machine)\n")
    }
    log.beginTail()
    launched = Clock.machineMilliseconds()
    phase = .initialising
    program = plan.launch
    armTimeout(FunctionProcess.initLimit + function.timeout * 1000)
    if container != nil { startProgram(plan.launch) }
    extensions.launch(plan.extensions, sharing: container == nil)
    extensionsChanged()
  }

  /// The program follows its extensions once all of these are registered.
  private func startProgram(_ launch: ChildProcesses.Launch) {
    var launch = launch
    program = nil
    if container == nil { launch.joins = extensions.firstChild }
    let loop = house.setting.cloud.loop
    child = house.children.launch(launch) { [self] event in loop.post { self.happened(event) } }
  }

  /// An extension registered, is ready for its first event, or is done with one.
  private func extensionsChanged() {
    switch phase {
    case .initialising:
      if let program, extensions.areRegistered {
        startProgram(program)
      } else if isProgramReady, extensions.areReady {
        initialised()
      }
    case .answered: becomeIdleIfDone()
    case .launching, .idle, .running, .ended: break
    }
  }

  /// The process cannot be started at all.
  func couldNotStart(_ message: String) {
    guard phase == .launching else { return }
    log.write("[Cauce] \(message)\n")
    end(
      failing: FunctionFailure.body(
        "Runtime.InvalidEntrypoint", "RequestId: \(invocation?.requestID ?? "") Error: \(message)"))
  }

  private func happened(_ event: ChildProcesses.Event) {
    switch event {
    case .started(let pid, let start):
      self.pid = pid
      house.remember(pid, start)
    case .output(let bytes): log.printed(bytes)
    case .outOfMemory: ranOutOfMemory = true
    case .failed(let code):
      child = nil
      programFailed(code)
    case .exited(let exit):
      if let pid { house.forget(pid) }
      child = nil
      exited(exit)
    }
  }

  // MARK: Running

  /// Gives it an event: at once when it is idle, else as soon as it is initialised.
  func run(_ invocation: Invocation) {
    self.invocation = invocation
    house.traced(invocation) { [accessKey] in $0.accessKey = accessKey }
    guard phase == .idle else { return }
    log.beginTail()
    begin()
  }

  /// Whether it is being started and no event waits for it yet.
  var isFree: Bool { !isRetired && invocation == nil && (phase == .launching || phase == .initialising) }

  /// The program asks for the next event.
  func asksForNext(_ responder: any HTTPResponder) {
    guard phase != .ended, !isRetired || invocation != nil else {
      return responder.respond(HTTPResponseHead(status: 410), .bytes([]))
    }
    next = responder
    responder.onDisconnect = { [weak self] in self?.next = nil }
    switch phase {
    case .initialising:
      isProgramReady = true
      extensions.closeRegistration()
      extensionsChanged()
    case .running, .answered, .idle, .launching, .ended: becomeIdleIfDone()
    }
  }

  /// The program and its extensions are ready for their first event.
  private func initialised() {
    extensions.writeStates()
    if invocation == nil {
      log.flushPartial()
      _ = log.endTail()
      becomeIdle()
    } else {
      initDuration = isProvisioned ? nil : Double(Clock.machineMilliseconds() - launched)
      begin()
    }
  }

  private func begin() {
    guard let invocation, let responder = next else { return }
    next = nil
    phase = .running
    epoch += 1
    startTick = InvocationReport.tick()
    log.write(InvocationReport.start(invocation.requestID, version: function.version))
    house.traced(invocation) { [house] in
      $0.started = house.setting.clock.now
      $0.status = .running
    }
    deadline = Clock.machineMilliseconds() + Int64(function.timeout) * 1000
    extensions.tell(invocation, deadline: deadline)
    responder.onDisconnect = nil
    responder.respond(
      HTTPResponseHead(status: 200, fields: RuntimeFields.of(invocation, deadline: deadline)),
      .bytes(invocation.payload))
    if let child, isMemoryWatched { house.children.watch(child, limitKiB: function.memory << 10) }
    armTimeout(function.timeout * 1000)
  }

  /// A container's memory is its engine's to limit, and Java keeps its own limit.
  var isMemoryWatched: Bool {
    if container != nil { return false }
    if case .java = RuntimeName(function.runtime) { return false }
    return true
  }

  /// Whether the program may answer for that request now.
  func mayAnswer(_ requestID: String) -> Bool { phase == .running && invocation?.requestID == requestID }

  /// The program begins to stream its answer; nil where the caller wants it whole.
  func beginsStream(contentType: String) -> ResponseStream? {
    guard phase == .running, stream == nil, let invocation, let take = invocation.stream else { return nil }
    let stream = ResponseStream(contentType: contentType)
    self.stream = stream
    take(stream)
    return stream
  }

  /// The program answered: with the handler's result, or with its error.
  func answered(_ payload: [UInt8], functionError: String?) {
    guard phase == .running else { return }
    phase = .answered
    answer = (payload, functionError)
    epoch += 1
    let duration = InvocationReport.milliseconds(since: startTick)
    drain { [weak self] peak in self?.complete(duration: duration, peakKiB: peak) }
  }

  /// The program said that its initialisation failed; it ends next. False when it is initialised already.
  func initFailed(_ body: [UInt8]) -> Bool {
    guard phase == .initialising, !isProgramReady, initError == nil else { return false }
    initError = body
    return true
  }

  private func complete(duration: Double, peakKiB: Int) {
    guard phase == .answered, let invocation, let answer else { return }
    if let child, isMemoryWatched { house.children.watch(child, limitKiB: nil) }
    self.answer = nil
    self.invocation = nil
    report(invocation, duration: duration, peakKiB: peakKiB)
    succeed(invocation, answer.payload, answer.functionError)
    // The caller has its answer; extensions work on within the invocation's time.
    if !extensions.areDone { armTimeout(Int(max(0, deadline - Clock.machineMilliseconds()))) }
    becomeIdleIfDone()
  }

  func succeed(_ invocation: Invocation, _ payload: [UInt8], _ functionError: String?) {
    house.ended(invocation, failed: functionError != nil)
    if let stream {
      self.stream = nil
      let type = functionError == nil ? nil : JSONErrorBody.type(of: payload) ?? "Runtime.Unknown"
      if let type { stream.end(.failed(type: type, body: payload)) } else { stream.end() }
    }
    invocation.finish(.answered(payload: payload, functionError: functionError, tail: log.endTail()))
  }

  /// Idle once its last invocation is told, its extensions are done, and the program asks again, whichever comes last.
  private func becomeIdleIfDone() {
    guard phase == .answered, invocation == nil, extensions.areDone else { return }
    if isRetired { return end() }
    if next != nil { becomeIdle() }
  }

  private func becomeIdle() {
    phase = .idle
    epoch += 1
    idleSince = Clock.machineMilliseconds()
    pool.becameIdle(self)
  }
}
