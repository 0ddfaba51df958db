import Protocols

/// A filter pattern (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html): over JSON,
/// `{ $.level = "ERROR" }`; over the fields of a line, `[ip, ..., status = 5*]`; or over text: terms that must all be there,
/// `"phrases"`, `-terms` that must not, and `?terms` of which one must be there where no other kind stands beside them.
/// Case counts.
struct FilterPattern: Sendable {
  private var all: [[UInt8]] = []
  private var none: [[UInt8]] = []
  private var any: [[UInt8]] = []
  private var json: PatternCondition?
  private var line: FieldPattern?

  /// Throws InvalidParameterException for what is no pattern, and by name for the kinds that are not emulated.
  init(_ text: String) throws(AWSError) {
    let bytes = Array(text.utf8)
    var index = 0
    func skipBlanks() { while index < bytes.count, bytes[index] <= 0x20 { index += 1 } }
    skipBlanks()
    if index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"):
        var reader = PatternReader(text)
        json = try reader.json()
        return
      case UInt8(ascii: "["):
        var reader = PatternReader(text)
        line = try reader.line()
        return
      case UInt8(ascii: "%"):
        throw AWSError.invalidParameter("Regular expressions (%…%) in filter patterns are not emulated.")
      default: break
      }
    }
    while index < bytes.count {
      var mark: UInt8 = 0
      if bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "?") {
        mark = bytes[index]
        index += 1
      }
      var term: [UInt8] = []
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        index += 1
        var isClosed = false
        while index < bytes.count {
          let byte = bytes[index]
          index += 1
          if byte == UInt8(ascii: "\"") {
            isClosed = true
            break
          }
          if byte == UInt8(ascii: "\\"), index < bytes.count,
            bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "\\")
          {
            term.append(bytes[index])
            index += 1
          } else {
            term.append(byte)
          }
        }
        if !isClosed { throw AWSError.invalidParameter("Invalid filter pattern") }
      } else {
        while index < bytes.count, bytes[index] > 0x20 {
          term.append(bytes[index])
          index += 1
        }
        if term.first == UInt8(ascii: "%"), term.last == UInt8(ascii: "%"), term.count > 1 {
          throw AWSError.invalidParameter("Regular expressions (%…%) in filter patterns are not emulated.")
        }
        for byte in term where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
          throw AWSError.invalidParameter("Invalid character(s) in term '\(String(decoding: term, as: UTF8.self))'")
        }
      }
      if term.isEmpty { throw AWSError.invalidParameter("Invalid filter pattern") }
      switch mark {
      case UInt8(ascii: "-"): none.append(term)
      case UInt8(ascii: "?"): any.append(term)
      default: all.append(term)
      }
      skipBlanks()
    }
    // Beside other terms the optional ones decide nothing.
    if !all.isEmpty || !none.isEmpty { any = [] }
  }

  /// Whether every message matches.
  var isEmpty: Bool { all.isEmpty && none.isEmpty && any.isEmpty && json == nil && line == nil }

  func matches(_ message: UnsafeRawBufferPointer) -> Bool {
    if let json {
      guard let value = try? JSONValue.parse(message), value.object != nil || value.array != nil else { return false }
      return json.holds { $0.find(in: value) }
    }
    if let line { return line.matches(message) }
    for term in all where !FilterPattern.contains(message, term) { return false }
    for term in none where FilterPattern.contains(message, term) { return false }
    return any.isEmpty || any.contains { FilterPattern.contains(message, $0) }
  }

  private static func contains(_ message: UnsafeRawBufferPointer, _ term: [UInt8]) -> Bool {
    guard message.count >= term.count else { return false }
    let first = term[0]
    var start = 0
    while start <= message.count - term.count {
      if message[start] == first {
        var offset = 1
        while offset < term.count, message[start + offset] == term[offset] { offset += 1 }
        if offset == term.count { return true }
      }
      start += 1
    }
    return false
  }
}
