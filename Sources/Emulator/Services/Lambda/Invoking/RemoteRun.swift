import Protocols
import Runtime

/// One invocation that no process of the emulator's own runs: an attached client, a URL or a closure does. It keeps the
/// log as Lambda does, and is answered once. Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class RemoteRun: @unchecked Sendable {
  let invocation: Invocation
  let function: LambdaFunction
  private let log: FunctionLog
  private let house: ProcessHouse
  private var tail: [UInt8] = []
  private var started: UInt64 = 0
  /// The answer that is being streamed.
  private var stream: ResponseStream?

  init(_ invocation: Invocation, _ function: LambdaFunction, _ log: FunctionLog, _ house: ProcessHouse) {
    self.invocation = invocation
    self.function = function
    self.log = log
    self.house = house
  }

  func begin() {
    started = InvocationReport.tick()
    write(InvocationReport.start(invocation.requestID, version: function.version))
    house.traced(invocation) { [house] in
      $0.started = house.setting.clock.now
      $0.status = .running
    }
  }

  /// A line of the handler's own, with its end of line.
  func write(_ line: String) {
    log.write(line)
    tail.append(contentsOf: line.utf8)
    if tail.count > 4 * FunctionLog.tailLimit { tail.removeFirst(tail.count - FunctionLog.tailLimit) }
  }

  /// The client begins to stream its answer; nil where the caller wants it whole.
  func beginsStream(contentType: String) -> ResponseStream? {
    guard stream == nil, let take = invocation.stream else { return nil }
    let stream = ResponseStream(contentType: contentType)
    self.stream = stream
    take(stream)
    return stream
  }

  func finish(_ payload: [UInt8], functionError: String?, status: String? = nil, errorType: String? = nil) {
    guard !invocation.isFinished else { return }
    var payload = payload
    var functionError = functionError
    if payload.count > FunctionFailure.answerLimit {
      payload = FunctionFailure.body(FunctionFailure.tooLarge.type, FunctionFailure.tooLarge.message)
      functionError = "Unhandled"
    }
    let report = InvocationReport(
      requestID: invocation.requestID, duration: InvocationReport.milliseconds(since: started),
      memory: function.memory, peakKiB: 0, status: status, errorType: errorType)
    write(report.end)
    write(report.report)
    house.ended(invocation, failed: functionError != nil)
    if functionError == nil {
      stream?.end()
    } else {
      stream?.end(.failed(type: JSONErrorBody.type(of: payload) ?? "Runtime.Unknown", body: payload))
    }
    stream = nil
    invocation.finish(
      .answered(
        payload: payload, functionError: functionError, tail: Array(tail.suffix(FunctionLog.tailLimit))))
  }

  func timedOut() {
    guard !invocation.isFinished else { return }
    let limit = FunctionFailure.hundredths(Double(function.timeout))
    let now = house.setting.clock.now.iso8601(.milliseconds)
    write("\(now) \(invocation.requestID) Task timed out after \(limit) seconds\n")
    finish(
      FunctionFailure.timedOut(invocation.requestID, seconds: function.timeout), functionError: "Unhandled",
      status: "timeout")
  }

  func refuse(_ error: AWSError) {
    house.traced(invocation) { $0.status = .refused }
    stream?.end(.failed(type: error.code, body: []))
    stream = nil
    invocation.finish(.refused(error))
  }
}
