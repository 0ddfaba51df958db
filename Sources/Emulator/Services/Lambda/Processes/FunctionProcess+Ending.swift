import Glibc
import Protocols
import Runtime

/// Time-outs, failures, and the end of a process and its extensions.
extension FunctionProcess {
  func armTimeout(_ milliseconds: Int) {
    let armed = epoch
    house.setting.cloud.loop.after(milliseconds: milliseconds) { [weak self] in
      guard let self, self.epoch == armed else { return }
      switch self.phase {
      case .running, .initialising: self.timedOut()
      case .answered: self.extensionsTimedOut()
      case .launching, .idle, .ended: break
      }
    }
  }

  private func timedOut() {
    if phase == .initialising {
      extensions.writeStates()
      writeInitReport(nil)
    }
    guard let invocation else { return end(failing: [], .timeout) }
    if phase == .initialising { log.write(InvocationReport.start(invocation.requestID, version: function.version)) }
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
      end(failing: FunctionFailure.timedOut(invocation.requestID, seconds: function.timeout), .timeout)
    }
  }

  /// The program has answered, and an extension is not done in the function's time.
  private func extensionsTimedOut() {
    guard !extensions.areDone else { return }
    let limit = FunctionFailure.hundredths(Double(function.timeout))
    log.write("\(house.setting.clock.now.iso8601(.milliseconds)) Extensions timed out after \(limit) seconds\n")
    end(.timeout)
  }

  /// The program could not be run.
  func programFailed(_ code: Int32) {
    guard phase != .ended else { return extensions.programEnded() }
    let text = String(cString: strerror(code)).lowercased()
    if case .provided = RuntimeName(function.runtime), code == ENOENT {
      return failed(
        "Runtime.InvalidEntrypoint", "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]")
    }
    failed("Runtime.InvalidEntrypoint", "fork/exec /var/task/bootstrap: \(text)")
  }

  /// An extension has ended, or could not be started; or the program could not.
  func failed(_ type: String, _ reason: String) {
    guard phase != .ended else { return }
    if phase == .initialising {
      extensions.writeStates()
      writeInitReport(type)
    }
    guard let invocation, phase == .initialising || phase == .running else {
      // The answer stands, or there is none to be given: the next event has a new process.
      _ = tellsPendingAnswer()
      log.write("Error: \(reason)\n\(type)\n")
      return phase == .initialising ? end(failing: []) : end(.failure)
    }
    if phase == .initialising { log.write(InvocationReport.start(invocation.requestID, version: function.version)) }
    fail(invocation, type, "RequestId: \(invocation.requestID) Error: \(reason)", reported: type)
  }

  /// `type` nil: its time was over.
  private func writeInitReport(_ type: String?) {
    let since = FunctionFailure.hundredths(Double(Clock.machineMilliseconds() - launched))
    let status = type.map { "error\tError Type: \($0)" } ?? "timeout"
    log.write("INIT_REPORT Init Duration: \(since) ms\tPhase: init\tStatus: \(status)\n")
  }

  /// `reported` is what the REPORT line says it was.
  private func fail(_ invocation: Invocation, _ type: String, _ text: String, reported: String) {
    log.write("\(text)\n\(type)\n")
    report(
      invocation,
      duration: startTick == 0
        ? Double(Clock.machineMilliseconds() - launched) : InvocationReport.milliseconds(since: startTick),
      peakKiB: ranOutOfMemory ? function.memory << 10 : 0, status: "error", errorType: reported)
    end(failing: FunctionFailure.body(type, text))
  }

  /// It, or an extension, ended after its answer and before the answer was told; false where there is none.
  private func tellsPendingAnswer() -> Bool {
    guard phase == .answered, let answer, let invocation else { return false }
    report(invocation, duration: InvocationReport.milliseconds(since: startTick), peakKiB: 0)
    self.invocation = nil
    self.answer = nil
    succeed(invocation, answer.payload, answer.functionError)
    return true
  }

  func exited(_ exit: ChildProcesses.Exit) {
    log.flushPartial()
    guard phase != .ended else { return extensions.programEnded() }
    if tellsPendingAnswer() { return end(.failure) }
    let reason = FunctionFailure.reason(exit)
    if phase == .initialising {
      extensions.writeStates()
      writeInitReport(initError.flatMap(JSONErrorBody.type) ?? "Runtime.ExitError")
    }
    guard let invocation else { return end(failing: []) }
    if phase == .initialising { log.write(InvocationReport.start(invocation.requestID, version: function.version)) }
    if let initError {
      report(
        invocation, duration: 0, peakKiB: 0, status: "error",
        errorType: JSONErrorBody.type(of: initError) ?? "Runtime.Unknown")
      return end(failing: JSONErrorBody.naming(invocation.requestID, in: initError))
    }
    // How an engine says that there was nothing to run.
    if phase == .initialising, container != nil, exit == .status(126) || exit == .status(127) {
      return fail(
        invocation, "Runtime.InvalidEntrypoint",
        "RequestId: \(invocation.requestID) Error: the image's entry point could not be run",
        reported: "Runtime.InvalidEntrypoint")
    }
    fail(
      invocation, "Runtime.ExitError", "RequestId: \(invocation.requestID) \(reason)",
      reported: ranOutOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError")
  }

  /// No further event goes to it; it ends once it has nothing to do.
  func retire() {
    isRetired = true
    if invocation == nil, extensions.areDone || phase != .answered { end() }
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
  func end(failing payload: [UInt8], _ reason: Extensions.ShutdownReason = .failure) {
    let failed = invocation
    let isWarming = failed == nil && (phase == .launching || phase == .initialising)
    invocation = nil
    if let failed { succeed(failed, payload, "Unhandled") }
    // Before it is told that a process is gone, which would start another.
    if isWarming { pool.couldNotWarm() }
    end(reason)
  }

  /// With extensions it ends in two seconds at most, behind the pool's back.
  func end(_ reason: Extensions.ShutdownReason = .spindown) {
    guard phase != .ended else { return }
    phase = .ended
    epoch += 1
    next = nil
    if extensions.isEmpty || house.isEnding {
      if let child { house.children.kill(child) }
      extensions.kill()
      letGo()
    } else {
      extensions.end(reason, program: child) { [self] in letGo() }
    }
    pool.ended(self)
  }

  /// Everything has ended.
  private func letGo() {
    whenGone?()
    whenGone = nil
    if let container {
      ContainerEngine.remove(container.name, container.engine)
      house.children.tellWarden("d \(container.name)")
    }
    // In a turn of its own: this may be running inside a call of the listener's.
    let listening = LoopOnly(listening)
    self.listening = nil
    house.setting.cloud.loop.post { listening.value?.close() }
  }

  func drain(_ done: @escaping @Sendable (_ peakKiB: Int) -> Void) {
    let loop = house.setting.cloud.loop
    guard let child else {
      loop.post { done(0) }
      return
    }
    house.children.drain(child) { peak in loop.post { done(peak) } }
  }

  func report(
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
