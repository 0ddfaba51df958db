import Glibc

/// Lines for standard output and standard error, written at once and whole.
enum Terminal {
  static func out(_ line: String) { write(1, line) }
  static func error(_ line: String) { write(2, "cauce: " + line) }

  /// One clear line on standard error and the end of the command.
  static func fail(_ line: String, status: Int32 = 1) -> Never {
    error(line)
    exit(status)
  }

  private static func write(_ descriptor: Int32, _ line: String) {
    var bytes = Array(line.utf8)
    bytes.append(10)
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + start, bytes.count - start) }
      if count <= 0, errno != EINTR { return }
      start += max(0, count)
    }
  }
}
