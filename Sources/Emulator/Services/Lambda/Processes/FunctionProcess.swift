import Glibc
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
  private let house: ProcessHouse
  private(set) var phase = Phase.launching
  /// What it works on, or was started for; nil while it is only kept warm.
  private(set) var invocation: Invocation?
  private(set) var accessKey = ""
  /// No further event goes to it: its code is old, or it is not needed.
  private(set) var isRetired = false
  /// By the machine's clock.
  private(set) var idleSince: Int64 = 0
  /// Started for provisioned concurrency, before there was an event.
  let isProvisioned: Bool

  private var listening: (any Listening)?
  private var child: Int?
  private var pid: Int32?
  /// The container that it is, where it is one.
  private var container: String?
  /// The program's question for the next event, while there is none.
  private var next: (any HTTPResponder)?
  /// By the machine's clock; 0 before.
  private(set) var launched: Int64 = 0
  private var startTick: UInt64 = 0
  private var initDuration: Double?
  private var initError: [UInt8]?
  private var answer: (payload: [UInt8], functionError: String?)?
  /// The answer that is being streamed.
  private var stream: ResponseStream?
  private var ranOutOfMemory = false
  /// Counts the invocations, so that a timer knows whether it is still meant.
  private var epoch = 0
  private let pool: FunctionPool

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
    container = plan.container
    log.write(
      "INIT_START Runtime Version: \(function.runtime.isEmpty ? "image" : function.runtime)\tRuntime Version ARN: "
        + "\(RuntimeVersion.arn(of: function))\n")
    for remark in [interpreter.remark, place.remark] { if let remark { log.write(remark + "\n") } }
    log.beginTail()
    launched = Clock.machineMilliseconds()
    phase = .initialising
    let loop = house.setting.cloud.loop
    child = house.children.launch(plan.launch) { [self] event in loop.post { self.happened(event) } }
    armTimeout(FunctionProcess.initLimit + function.timeout * 1000)
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
      guard phase != .ended else { return }
      let reason = String(cString: strerror(code))
      log.write("[Cauce] the program could not be run: \(reason)\n")
      end(
        failing: FunctionFailure.body(
          "Runtime.InvalidEntrypoint",
          "RequestId: \(invocation?.requestID ?? "") Error: fork/exec \(function.runtime): \(reason)"))
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
      if invocation == nil {
        log.flushPartial()
        _ = log.endTail()
        becomeIdle()
      } else {
        initDuration = isProvisioned ? nil : Double(Clock.machineMilliseconds() - launched)
        begin()
      }
    case .running, .answered, .idle, .launching, .ended: becomeIdleIfDone()
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
    let deadline = Clock.machineMilliseconds() + Int64(function.timeout) * 1000
    responder.onDisconnect = nil
    responder.respond(
      HTTPResponseHead(status: 200, fields: RuntimeFields.of(invocation, deadline: deadline)),
      .bytes(invocation.payload))
    if let child, isMemoryWatched { house.children.watch(child, limitKiB: function.memory << 10) }
    armTimeout(function.timeout * 1000)
  }

  /// A container's memory is its engine's to limit, and Java keeps its own limit.
  private var isMemoryWatched: Bool {
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

  /// The program said that its initialisation failed; it ends next.
  func initFailed(_ body: [UInt8]) { if phase == .initialising { initError = body } }

  private func complete(duration: Double, peakKiB: Int) {
    guard phase == .answered, let invocation, let answer else { return }
    if let child, isMemoryWatched { house.children.watch(child, limitKiB: nil) }
    self.answer = nil
    self.invocation = nil
    report(invocation, duration: duration, peakKiB: peakKiB)
    succeed(invocation, answer.payload, answer.functionError)
    becomeIdleIfDone()
  }

  private func succeed(_ invocation: Invocation, _ payload: [UInt8], _ functionError: String?) {
    house.ended(invocation, failed: functionError != nil)
    if let stream {
      self.stream = nil
      let type = functionError == nil ? nil : JSONErrorBody.type(of: payload) ?? "Runtime.Unknown"
      if let type { stream.end(.failed(type: type, body: payload)) } else { stream.end() }
    }
    invocation.finish(.answered(payload: payload, functionError: functionError, tail: log.endTail()))
  }

  /// Idle once its last invocation is told and the program asks again, whichever comes last.
  private func becomeIdleIfDone() {
    guard phase == .answered, invocation == nil else { return }
    if isRetired { return end() }
    if next != nil { becomeIdle() }
  }

  private func becomeIdle() {
    phase = .idle
    epoch += 1
    idleSince = Clock.machineMilliseconds()
    pool.becameIdle(self)
  }

  // MARK: Ending

  private func armTimeout(_ milliseconds: Int) {
    let armed = epoch
    house.setting.cloud.loop.after(milliseconds: milliseconds) { [weak self] in
      guard let self, self.epoch == armed, self.phase == .running || self.phase == .initialising else { return }
      self.timedOut()
    }
  }

  private func timedOut() {
    guard let invocation else { return end(failing: []) }
    let limit = FunctionFailure.hundredths(Double(function.timeout))
    let duration = Double(function.timeout) * 1000
    drain { [weak self] peak in
      guard let self, self.invocation === invocation, self.phase == .running || self.phase == .initialising else {
        return
      }
      log.flushPartial()
      let now = house.setting.clock.now.iso8601(.milliseconds)
      log.write("\(now) \(invocation.requestID) Task timed out after \(limit) seconds\n")
      report(invocation, duration: duration, peakKiB: peak, status: "timeout")
      end(failing: FunctionFailure.timedOut(invocation.requestID, seconds: function.timeout))
    }
  }

  private func exited(_ exit: ChildProcesses.Exit) {
    guard phase != .ended else { return }
    log.flushPartial()
    if phase == .answered, let answer, let invocation {
      // It ended after its answer and before the answer was told.
      report(invocation, duration: InvocationReport.milliseconds(since: startTick), peakKiB: 0)
      self.invocation = nil
      succeed(invocation, answer.payload, answer.functionError)
      return end()
    }
    let reason = FunctionFailure.reason(exit)
    if phase == .initialising {
      let since = FunctionFailure.hundredths(Double(Clock.machineMilliseconds() - launched))
      let type = initError.flatMap(JSONErrorBody.type) ?? "Runtime.ExitError"
      log.write("INIT_REPORT Init Duration: \(since) ms\tPhase: init\tStatus: error\tError Type: \(type)\n")
    }
    guard let invocation else { return end(failing: []) }
    if phase == .initialising { log.write(InvocationReport.start(invocation.requestID, version: function.version)) }
    if let initError {
      report(
        invocation, duration: 0, peakKiB: 0, status: "error",
        errorType: JSONErrorBody.type(of: initError) ?? "Runtime.Unknown")
      return end(failing: JSONErrorBody.naming(invocation.requestID, in: initError))
    }
    let text = "RequestId: \(invocation.requestID) \(reason)"
    log.write(text + "\nRuntime.ExitError\n")
    report(
      invocation,
      duration: startTick == 0
        ? Double(Clock.machineMilliseconds() - launched) : InvocationReport.milliseconds(since: startTick),
      peakKiB: ranOutOfMemory ? function.memory << 10 : 0, status: "error",
      errorType: ranOutOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError")
    end(failing: FunctionFailure.body("Runtime.ExitError", text))
  }

  /// No further event goes to it; it ends once it has nothing to do.
  func retire() {
    isRetired = true
    if invocation == nil { end() }
  }

  /// Ends it now; what it works on is answered with that error.
  func end(refusing error: AWSError) {
    let refused = invocation
    invocation = nil
    end()
    log.close()
    if let refused {
      house.traced(refused) { $0.status = .refused }
      stream?.end(.failed(type: error.code, body: []))
      stream = nil
      refused.finish(.refused(error))
    }
  }

  /// Ends it, and its invocation with that failure; one that was only to be kept warm is told to the pool.
  private func end(failing payload: [UInt8]) {
    let failed = invocation
    let isWarming = failed == nil && (phase == .launching || phase == .initialising)
    invocation = nil
    if let failed { succeed(failed, payload, "Unhandled") }
    // Before it is told that a process is gone, which would start another.
    if isWarming { pool.couldNotWarm() }
    end()
  }

  private func end() {
    guard phase != .ended else { return }
    phase = .ended
    epoch += 1
    if let child { house.children.kill(child) }
    if let container { ContainerEngine.remove(container, house.engine) }
    next = nil
    // In a turn of its own: this may be running inside a call of the listener's.
    let listening = LoopOnly(listening)
    self.listening = nil
    house.setting.cloud.loop.post { listening.value?.close() }
    pool.ended(self)
  }

  private func drain(_ done: @escaping @Sendable (_ peakKiB: Int) -> Void) {
    let loop = house.setting.cloud.loop
    guard let child else {
      loop.post { done(0) }
      return
    }
    house.children.drain(child) { peak in loop.post { done(peak) } }
  }

  private func report(
    _ invocation: Invocation, duration: Double, peakKiB: Int, status: String? = nil, errorType: String? = nil
  ) {
    let report = InvocationReport(
      requestID: invocation.requestID, duration: duration, initDuration: initDuration, memory: function.memory,
      peakKiB: peakKiB, status: status, errorType: errorType)
    initDuration = nil
    log.write(report.end)
    log.write(report.report)
  }
}
