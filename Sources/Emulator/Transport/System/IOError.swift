internal import Glibc

/// A system call that failed, with the `errno` that it left.
package struct IOError: Error, Equatable, Sendable, CustomStringConvertible {
  /// `errno` as the call left it (errno(3)).
  package let code: Int32
  /// The call, or what was to be done: `bind 127.0.0.1:4566`.
  package let call: String

  package init(code: Int32, call: String) {
    self.code = code
    self.call = call
  }

  package var description: String { "\(call): \(String(cString: strerror(code)))" }
}
