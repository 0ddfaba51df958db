import CLinux
import Glibc

/// A system call that failed.
package struct IOError: Error, CustomStringConvertible {
  package let code: Int32
  /// What was tried, `bind 127.0.0.1:4566`.
  package let reason: String

  package init(_ code: Int32, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  package var description: String { "\(reason): \(String(cString: strerror(code)))" }
}

/// The kernel, one function a call: EINTR is tried again, "would block" is a value, everything else is thrown.
enum System {
  /// The call's result, or nil when it would block.
  @inline(__always)
  static func call(_ reason: @autoclosure () -> String, _ body: () -> Int) throws(IOError) -> Int? {
    while true {
      let result = body()
      if result >= 0 { return result }
      switch errno {
      case EINTR: continue
      case EAGAIN: return nil
      default: throw IOError(errno, reason())
      }
    }
  }

  static func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
