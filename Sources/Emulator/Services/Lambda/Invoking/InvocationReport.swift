import Glibc

/// The lines that Lambda writes into a function's log around an invocation.
struct InvocationReport {
  var requestID: String
  /// Milliseconds, as the two that follow.
  var duration: Double
  var initDuration: Double?
  /// MB.
  var memory: Int
  var peakKiB: Int
  /// `timeout`, `error`; nil when the handler answered.
  var status: String?
  var errorType: String?

  static func start(_ requestID: String, version: String) -> String {
    "START RequestId: \(requestID) Version: \(version)\n"
  }

  var end: String { "END RequestId: \(requestID)\n" }

  var report: String {
    var line = "REPORT RequestId: \(requestID)\tDuration: \(FunctionFailure.hundredths(duration)) ms\t"
    line += "Billed Duration: \(Int((duration + (initDuration ?? 0)).rounded(.up))) ms\tMemory Size: \(memory) MB\t"
    line += "Max Memory Used: \(min(memory, (peakKiB + 1023) / 1024)) MB\t"
    if let initDuration { line += "Init Duration: \(FunctionFailure.hundredths(initDuration)) ms\t" }
    if let status { line += "Status: \(status)" }
    if let errorType { line += "\tError Type: \(errorType)" }
    return line + "\n"
  }

  /// Nanoseconds of a clock that only goes on, for durations.
  static func tick() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  static func milliseconds(since tick: UInt64) -> Double { Double(self.tick() - tick) / 1e6 }
}
