import Protocols

/// What Lambda says of a payload that is not JSON, in the words of the reader that it uses (recorded from AWS, and from
/// what its users report).
enum PayloadError {
  private static let value = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

  static func text(_ error: JSONError, in payload: [UInt8]) -> String {
    let offset = min(error.offset, payload.count)
    var stop = offset
    let sentence: String
    switch error.reason {
    case .unexpectedEnd: sentence = end(payload)
    case .unexpectedCharacter where isWord(payload[safe: offset]):
      while isWord(payload[safe: stop]) { stop += 1 }
      sentence =
        "Unrecognized token '\(String(decoding: payload[offset..<stop], as: UTF8.self))': was expecting \(value)"
    case .keyExpected: sentence = unexpected(payload, offset) + ": was expecting double-quote to start field name"
    case .colonExpected:
      sentence = unexpected(payload, offset) + ": was expecting a colon to separate field name and value"
    case .commaExpected:
      let kind = open(payload[..<offset]).last?.isObject == false ? "Array" : "Object"
      sentence = unexpected(payload, offset) + ": was expecting comma to separate \(kind) entries"
    default: sentence = unexpected(payload, offset) + ": expected a valid value \(value)"
    }
    return sentence + "\n at " + place(payload, stop)
  }

  private static func place(_ payload: [UInt8], _ offset: Int) -> String {
    let before = payload[..<offset]
    let line = before.count { $0 == 10 } + 1
    let column = offset - (before.lastIndex(of: 10).map { $0 + 1 } ?? 0) + 1
    return
      "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: \(line), column: \(column)]"
  }

  private static func unexpected(_ payload: [UInt8], _ offset: Int) -> String {
    let code = payload[safe: offset] ?? 0
    let shown = code < 32 ? "CTRL-CHAR, code \(code)" : "'\(Character(Unicode.Scalar(code)))' (code \(code))"
    return "Unexpected character (\(shown))"
  }

  private static func end(_ payload: [UInt8]) -> String {
    guard let innermost = open(payload[...]).last else { return "Unexpected end-of-input" }
    if innermost.isInText { return "Unexpected end-of-input in VALUE_STRING" }
    guard let start = innermost.start else { return "Unexpected end-of-input" }
    return "Unexpected end-of-input: expected close marker for \(innermost.isObject ? "Object" : "Array") "
      + "(start marker at \(place(payload, start)))"
  }

  private struct Open {
    var isObject = false
    var isInText = false
    var start: Int?
  }

  /// The objects and arrays that are open at the end of the bytes, and the text, which is last.
  private static func open(_ bytes: ArraySlice<UInt8>) -> [Open] {
    var all: [Open] = []
    var isInText = false
    var isEscaped = false
    for (index, byte) in zip(bytes.indices, bytes) {
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"): all.append(Open(isObject: true, start: index))
      case UInt8(ascii: "["): all.append(Open(isObject: false, start: index))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = all.popLast()
      default: break
      }
    }
    if isInText { all.append(Open(isInText: true)) }
    return all
  }

  private static func isWord(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (48...57).contains(byte) || (65...90).contains(byte & 0xdf) || byte == 95
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
