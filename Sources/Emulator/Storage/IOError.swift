import Glibc

/// What the kernel refused while a file was written, read or moved.
package struct IOError: Error, CustomStringConvertible {
  /// `open`, `write`, `rename` …
  package let call: String
  package let path: String
  package let number: Int32

  package init(_ call: String, _ path: String, number: Int32 = errno) {
    self.call = call
    self.path = path
    self.number = number
  }

  package var description: String { "\(call) \(path): \(String(cString: strerror(number)))" }
  package var isMissing: Bool { number == ENOENT }
}
