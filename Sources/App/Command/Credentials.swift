import Emulator
import Glibc

/// `--credentials`: `KEY:SECRET[:ACCOUNT]`, or a file with one such a line; `#` begins a comment.
enum Credentials {
  static func read(_ values: [String]) throws(Arguments.Wrong) -> [EmulatorOptions.Credential] {
    var all: [EmulatorOptions.Credential] = []
    for value in values {
      if value.contains(":"), access(value, R_OK) != 0 {
        all.append(try credential(value, "--credentials"))
        continue
      }
      for line in try lines(of: value) where !line.isEmpty && !line.hasPrefix("#") {
        all.append(try credential(line, value))
      }
    }
    return all
  }

  private static func credential(_ text: String, _ place: String) throws(Arguments.Wrong) -> EmulatorOptions.Credential
  {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 || parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty else {
      // The text may hold a secret: it is not shown.
      throw Arguments.Wrong(line: "\(place): a credential is KEY:SECRET or KEY:SECRET:ACCOUNT")
    }
    if parts.count == 3 {
      guard parts[2].utf8.count == 12, parts[2].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
        throw Arguments.Wrong(line: "\(place): the account of the key '\(parts[0])' is not 12 digits")
      }
    }
    return EmulatorOptions.Credential(
      accessKey: parts[0], secret: parts[1], account: parts.count == 3 ? parts[2] : nil)
  }

  private static func lines(of path: String) throws(Arguments.Wrong) -> [String] {
    guard let file = fopen(path, "r") else {
      throw Arguments.Wrong(line: "--credentials takes KEY:SECRET[:ACCOUNT] or a file, and '\(path)' cannot be read")
    }
    defer { fclose(file) }
    var lines: [String] = []
    var room = [CChar](repeating: 0, count: 4096)
    while fgets(&room, Int32(room.count), file) != nil {
      let bytes = room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let line = String(decoding: bytes, as: UTF8.self)
      lines.append(String(line.drop { $0 == " " }.prefix { $0 != "\n" && $0 != "\r" && $0 != "\r\n" }))
    }
    return lines
  }
}
