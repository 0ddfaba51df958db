import Glibc
import Protocols

/// The words in which Lambda tells that a function failed.
enum FunctionFailure {
  static func body(_ type: String, _ message: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("errorType")
    writer.string(type)
    writer.key("errorMessage")
    writer.string(message)
    writer.endObject()
    return writer.bytes
  }

  static func timedOut(_ requestID: String, seconds: Int) -> [UInt8] {
    body(
      "Sandbox.Timedout",
      "RequestId: \(requestID) Error: Task timed out after \(hundredths(Double(seconds))) seconds")
  }

  static let tooLarge = (
    type: "Function.ResponseSizeTooLarge",
    message: "Response payload size exceeded maximum allowed payload size (\(answerLimit) bytes)."
  )

  /// AWS's limit of an answer, in bytes.
  static let answerLimit = 6_291_556

  /// `3.00`
  static func hundredths(_ value: Double) -> String {
    let all = Int((value * 100).rounded())
    let rest = all % 100
    return "\(all / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// How a function's program ended that should not have.
  static func reason(_ exit: ChildProcesses.Exit) -> String {
    exit == .status(0)
      ? "Error: Runtime exited without providing a reason" : "Error: Runtime exited with error: \(ending(exit))"
  }

  /// `exit status 3`, `signal: killed`
  static func ending(_ exit: ChildProcesses.Exit) -> String {
    switch exit {
    case .status(let code): "exit status \(code)"
    case .signal(let number): "signal: \(signalName(number))"
    }
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
