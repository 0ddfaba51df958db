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
  /// What it works on, or was started for.
  private(set) var invocation: Invocation?
  private(set) var accessKey = ""
  /// No further event goes to it: its code is old, or it is not needed.
  private(set) var isRetired = false
  /// By the machine's clock.
  private(set) var idleSince: Int64 = 0

  private var listening: (any Listening)?
  private var child: Int?
  private var pid: Int32?
  /// The program's question for the next event, while there is none.
  private var next: (any HTTPResponder)?
  /// By the machine's clock; 0 before.
  private(set) var launched: Int64 = 0
  private var started: Int64 = 0
  private var initDuration: Double?
  private var initError: [UInt8]?
  private var answer: (payload: [UInt8], functionError: String?)?
  /// Counts the invocations, so that a timer knows whether it is still meant.
  private var epoch = 0
  private let pool: FunctionPool

  /// Beside the function's own time-out, the time in which a process must ask for its first event. AWS gives 10 s, then
  /// begins again within the invocation's own time-out; here the two are one.
  private static let initLimit = 10_000
  /// AWS's limits of an answer, in bytes.
  static let answerLimit = 6_291_556

  init(
    _ function: LambdaFunction, for invocation: Invocation, log: FunctionLog, _ pool: FunctionPool,
    _ house: ProcessHouse
  ) {
    self.function = function
    self.invocation = invocation
    self.log = log
    self.pool = pool
    self.house = house
  }

  // MARK: Starting

  /// Everything is there: starts the program. A problem is the invocation's answer.
  func launch(_ interpreter: Interpreter, _ credentials: RoleCredentials, folder: String) {
    guard phase == .launching, let invocation else { return }
    accessKey = credentials.accessKey
    house.traced(invocation) { [accessKey] in $0.accessKey = accessKey }
    let port: Int
    do throws(AWSError) {
      let listening = try house.setting.ports.listeners.listen(RuntimeAPI(self))
      self.listening = listening
      port = listening.port
    } catch {
      return end(refusing: error)
    }
    let environment = ProcessEnvironment(
      function: function, taskRoot: folder, runtimeFolder: house.code.root, logStream: log.stream, runtimeAPIPort: port,
      endpoint: house.setting.configuration.endpoint, accessKey: credentials.accessKey,
      secretKey: credentials.secretKey, sessionToken: credentials.sessionToken, machine: house.machine)
    var path = interpreter.path
    var arguments = [path]
    switch RuntimeName(function.runtime) {
    case .python: arguments.append(house.bootstraps.python)
    case .node: arguments.append(house.bootstraps.node)
    default:
      path = folder + "/bootstrap"
      arguments = [path]
    }
    log.write(
      "INIT_START Runtime Version: \(function.runtime)\tRuntime Version ARN: \(RuntimeVersion.arn(of: function))\n")
    if let remark = interpreter.remark { log.write(remark + "\n") }
    log.beginTail()
    launched = Clock.machineMilliseconds()
    phase = .initialising
    let loop = house.setting.cloud.loop
    child = house.children.launch(
      ChildProcesses.Launch(path: path, arguments: arguments, environment: environment.lines, folder: folder)
    ) { [self] event in loop.post { self.happened(event) } }
    armTimeout(FunctionProcess.initLimit + function.timeout * 1000)
  }

  /// The process cannot be started at all.
  func couldNotStart(_ message: String) {
    guard phase == .launching, let invocation else { return }
    log.write("[Cauce] \(message)\n")
    end(
      failing: FunctionProcess.failure(
        "Runtime.InvalidEntrypoint", "RequestId: \(invocation.requestID) Error: \(message)"))
  }

  private func happened(_ event: ChildProcesses.Event) {
    switch event {
    case .started(let pid, let start):
      self.pid = pid
      house.remember(pid, start)
    case .output(let bytes): log.printed(bytes)
    case .failed(let code):
      guard phase != .ended, let invocation else { return }
      let reason = String(cString: strerror(code))
      log.write("[Cauce] the program could not be run: \(reason)\n")
      end(
        failing: FunctionProcess.failure(
          "Runtime.InvalidEntrypoint",
          "RequestId: \(invocation.requestID) Error: fork/exec \(function.runtime): \(reason)"))
    case .exited(let exit):
      if let pid { house.forget(pid) }
      child = nil
      exited(exit)
    }
  }

  // MARK: Running

  /// Gives the idle process an event.
  func run(_ invocation: Invocation) {
    self.invocation = invocation
    house.traced(invocation) { [accessKey] in $0.accessKey = accessKey }
    log.beginTail()
    begin()
  }

  /// The program asks for the next event.
  func asksForNext(_ responder: any HTTPResponder) {
    guard phase != .ended, !isRetired || invocation != nil else {
      return responder.respond(HTTPResponseHead(status: 410), .bytes([]))
    }
    next = responder
    responder.onDisconnect = { [weak self] in self?.next = nil }
    switch phase {
    case .initialising:
      initDuration = Double(Clock.machineMilliseconds() - launched)
      begin()
    case .running, .answered, .idle, .launching, .ended: becomeIdleIfDone()
    }
  }

  private func begin() {
    guard let invocation, let responder = next else { return }
    next = nil
    phase = .running
    epoch += 1
    started = Clock.machineMilliseconds()
    startTick = FunctionProcess.tick()
    log.write("START RequestId: \(invocation.requestID) Version: $LATEST\n")
    house.traced(invocation) { [house] in
      $0.started = house.setting.clock.now
      $0.status = .running
    }
    var fields = HTTPFields()
    fields.add("Content-Type", "application/json")
    fields.add("Lambda-Runtime-Aws-Request-Id", invocation.requestID)
    fields.add("Lambda-Runtime-Deadline-Ms", "\(started + Int64(function.timeout) * 1000)")
    fields.add("Lambda-Runtime-Invoked-Function-Arn", function.key.arn)
    fields.add("Lambda-Runtime-Trace-Id", invocation.traceID)
    if let context = invocation.clientContext { fields.add("Lambda-Runtime-Client-Context", context) }
    responder.onDisconnect = nil
    responder.respond(HTTPResponseHead(status: 200, fields: fields), .bytes(invocation.payload))
    armTimeout(function.timeout * 1000)
  }

  /// Finer than the milliseconds of the clock, for the durations in REPORT.
  private var startTick: UInt64 = 0
  private static func tick() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Whether the program may answer for that request now.
  func mayAnswer(_ requestID: String) -> Bool { phase == .running && invocation?.requestID == requestID }

  /// The program answered: with the handler's result, or with its error.
  func answered(_ payload: [UInt8], functionError: String?) {
    guard phase == .running else { return }
    phase = .answered
    answer = (payload, functionError)
    epoch += 1
    let duration = Double(FunctionProcess.tick() - startTick) / 1e6
    drain { [weak self] peak in self?.complete(duration: duration, peakKiB: peak) }
  }

  /// The program said that its initialisation failed; it ends next.
  func initFailed(_ body: [UInt8]) { if phase == .initialising { initError = body } }

  private func complete(duration: Double, peakKiB: Int) {
    guard phase == .answered, let invocation, let answer else { return }
    self.answer = nil
    self.invocation = nil
    log.flushPartial()
    report(invocation, duration: duration, peakKiB: peakKiB)
    succeed(invocation, answer.payload, answer.functionError)
    becomeIdleIfDone()
  }

  private func succeed(_ invocation: Invocation, _ payload: [UInt8], _ functionError: String?) {
    house.traced(invocation) { [house] in
      $0.ended = house.setting.clock.now
      $0.status = functionError == nil ? .succeeded : .failed
    }
    invocation.finish(.answered(payload: payload, functionError: functionError, tail: log.endTail()))
    pool.finished()
  }

  /// Idle once its last invocation is told and the program asks again, whichever comes last.
  private func becomeIdleIfDone() {
    guard phase == .answered, invocation == nil else { return }
    if isRetired { return end() }
    guard next != nil else { return }
    phase = .idle
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
    guard let invocation else { return }
    let limit = FunctionProcess.hundredths(Double(function.timeout))
    let duration = Double(function.timeout) * 1000
    drain { [weak self] peak in
      guard let self, self.invocation === invocation, self.phase == .running || self.phase == .initialising else {
        return
      }
      log.flushPartial()
      let now = house.setting.clock.now.iso8601(.milliseconds)
      log.write("\(now) \(invocation.requestID) Task timed out after \(limit) seconds\n")
      report(invocation, duration: duration, peakKiB: peak, status: "timeout")
      end(
        failing: FunctionProcess.failure(
          "Sandbox.Timedout", "RequestId: \(invocation.requestID) Error: Task timed out after \(limit) seconds"))
    }
  }

  private func exited(_ exit: ChildProcesses.Exit) {
    guard phase != .ended else { return }
    guard let invocation else { return end() }
    log.flushPartial()
    if phase == .answered, let answer {
      // It ended after its answer and before the answer was told.
      report(invocation, duration: Double(Clock.machineMilliseconds() - started), peakKiB: 0)
      self.invocation = nil
      succeed(invocation, answer.payload, answer.functionError)
      return end()
    }
    if let initError {
      let since = Double(Clock.machineMilliseconds() - launched)
      log.write(
        "INIT_REPORT Init Duration: \(FunctionProcess.hundredths(since)) ms\tPhase: init\tStatus: error\tError Type: "
          + "\(JSONErrorBody.type(of: initError) ?? "Runtime.Unknown")\n")
      log.write("START RequestId: \(invocation.requestID) Version: $LATEST\n")
      report(invocation, duration: 0, peakKiB: 0)
      return end(failing: JSONErrorBody.naming(invocation.requestID, in: initError))
    }
    let reason: String
    switch exit {
    case .status(0): reason = "Error: Runtime exited without providing a reason"
    case .status(let code): reason = "Error: Runtime exited with error: exit status \(code)"
    case .signal(let number):
      reason = "Error: Runtime exited with error: signal: \(FunctionProcess.signalName(number))"
    }
    let text = "RequestId: \(invocation.requestID) \(reason)"
    if phase == .initialising { log.write("START RequestId: \(invocation.requestID) Version: $LATEST\n") }
    report(invocation, duration: Double(Clock.machineMilliseconds() - (started == 0 ? launched : started)), peakKiB: 0)
    log.write(text + "\tRuntime.ExitError\n")
    end(failing: FunctionProcess.failure("Runtime.ExitError", text))
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
      refused.finish(.refused(error))
      pool.finished()
    }
  }

  private func end(failing payload: [UInt8]) {
    let failed = invocation
    invocation = nil
    if let failed { succeed(failed, payload, "Unhandled") }
    end()
  }

  private func end() {
    guard phase != .ended else { return }
    phase = .ended
    epoch += 1
    if let child { house.children.kill(child) }
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

  // MARK: Lambda's words

  private func report(_ invocation: Invocation, duration: Double, peakKiB: Int, status: String? = nil) {
    log.write("END RequestId: \(invocation.requestID)\n")
    var line = "REPORT RequestId: \(invocation.requestID)\tDuration: \(FunctionProcess.hundredths(duration)) ms\t"
    line +=
      "Billed Duration: \(Int((duration + (initDuration ?? 0)).rounded(.up))) ms\tMemory Size: \(function.memory) MB\t"
    line += "Max Memory Used: \((peakKiB + 1023) / 1024) MB\t"
    if let initDuration { line += "Init Duration: \(FunctionProcess.hundredths(initDuration)) ms\t" }
    if let status { line += "Status: \(status)" }
    initDuration = nil
    log.write(line + "\n")
  }

  static func failure(_ type: String, _ message: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("errorType")
    writer.string(type)
    writer.key("errorMessage")
    writer.string(message)
    writer.endObject()
    return writer.bytes
  }

  /// `3.00`
  static func hundredths(_ value: Double) -> String {
    let all = Int((value * 100).rounded())
    let rest = all % 100
    return "\(all / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// As Go prints a signal, in which Lambda's own supervisor is written.
  private static func signalName(_ number: Int32) -> String {
    switch number {
    case SIGKILL: "killed"
    case SIGSEGV: "segmentation fault"
    case SIGABRT: "aborted"
    case SIGTERM: "terminated"
    case SIGBUS: "bus error"
    case SIGILL: "illegal instruction"
    case SIGFPE: "floating point exception"
    case SIGINT: "interrupt"
    default: "signal \(number)"
    }
  }
}
