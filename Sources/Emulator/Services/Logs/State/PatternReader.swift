import Protocols

/// Reads the filter patterns that are no plain terms
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
struct PatternReader {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  /// The names of a line's fields, once they are read; a condition names one of them.
  private var fields: [String] = []

  private static let depthLimit = 50

  init(_ text: String) { bytes = Array(text.utf8) }

  // MARK: { $.json }

  /// `{ $.level = "ERROR" && ($.code > 499 || $.user NOT EXISTS) }`
  mutating func json() throws(AWSError) -> PatternCondition {
    skipBlanks()
    guard take("{") else { throw invalid() }
    let condition = try disjunction { (reader) throws(AWSError) in try reader.path() }
    skipBlanks()
    guard take("}") else { throw invalid() }
    skipBlanks()
    guard index == bytes.count else { throw invalid() }
    return condition
  }

  // MARK: [ space, delimited ]

  /// `[ip, user, ..., status = 4* || status = 5*, bytes > 1000]`
  mutating func line() throws(AWSError) -> FieldPattern {
    skipBlanks()
    guard take("[") else { throw invalid() }
    var pattern = FieldPattern()
    while true {
      skipBlanks()
      if take("...") {
        if pattern.ellipsis != nil { throw invalid() }
        pattern.ellipsis = pattern.conditions.count
      } else {
        let start = index
        let name = try word()
        if !fields.contains(name) { fields.append(name) }
        skipBlanks()
        if peek(",") || peek("]") {
          pattern.conditions.append(nil)
        } else {
          index = start
          let number = pattern.conditions.count
          pattern.conditions.append(
            try disjunction { (reader) throws(AWSError) in
              guard try reader.word() == name else { throw reader.invalid() }
              return .field(number)
            })
        }
      }
      skipBlanks()
      if take(",") { continue }
      guard take("]") else { throw invalid() }
      skipBlanks()
      guard index == bytes.count else { throw invalid() }
      return pattern
    }
  }

  // MARK: Conditions

  private typealias Selecting = (inout PatternReader) throws(AWSError) -> PatternSelector

  private mutating func disjunction(_ select: Selecting) throws(AWSError) -> PatternCondition {
    var condition = try conjunction(select)
    skipBlanks()
    while take("||") {
      condition = .or(condition, try conjunction(select))
      skipBlanks()
    }
    return condition
  }

  private mutating func conjunction(_ select: Selecting) throws(AWSError) -> PatternCondition {
    var condition = try single(select)
    skipBlanks()
    while take("&&") {
      condition = .and(condition, try single(select))
      skipBlanks()
    }
    return condition
  }

  private mutating func single(_ select: Selecting) throws(AWSError) -> PatternCondition {
    skipBlanks()
    if take("(") {
      depth += 1
      if depth > PatternReader.depthLimit { throw invalid() }
      let inner = try disjunction(select)
      depth -= 1
      skipBlanks()
      guard take(")") else { throw invalid() }
      return inner
    }
    let selector = try select(&self)
    skipBlanks()
    for comparison in ["!=", "<=", ">=", "=", "<", ">"] where take(comparison) {
      guard let known = PatternOperator(rawValue: comparison) else { throw invalid() }
      return .compare(selector, known, try literal())
    }
    switch try word().uppercased() {
    case "IS":
      skipBlanks()
      switch try word().uppercased() {
      case "NULL": return .isNull(selector)
      case "TRUE": return .isTruth(selector, true)
      case "FALSE": return .isTruth(selector, false)
      default: throw invalid()
      }
    case "NOT":
      skipBlanks()
      guard try word().uppercased() == "EXISTS" else { throw invalid() }
      return .exists(selector, false)
    case "EXISTS": return .exists(selector, true)
    default: throw invalid()
    }
  }

  /// `$.a.b[0].c`, `$.['a.b']`
  private mutating func path() throws(AWSError) -> PatternSelector {
    guard take("$") else { throw invalid() }
    var steps: [PatternSelector.PathStep] = []
    while index < bytes.count {
      if take(".[") || take("[") {
        if peek("'") || peek("\"") {
          steps.append(.member(try quoted()))
        } else {
          let digits = try word()
          if digits == "*" { throw AWSError.invalidParameter("Wildcards ([*]) in filter patterns are not emulated.") }
          guard let element = Int(digits), element >= 0 else { throw invalid() }
          steps.append(.element(element))
        }
        guard take("]") else { throw invalid() }
      } else if take(".") {
        steps.append(.member(try word()))
      } else {
        break
      }
    }
    if steps.isEmpty { throw invalid() }
    return .path(steps)
  }

  private mutating func literal() throws(AWSError) -> PatternLiteral {
    skipBlanks()
    if peek("%") { throw AWSError.invalidParameter("Regular expressions (%…%) in filter patterns are not emulated.") }
    if peek("\"") { return PatternLiteral(try quoted(), isQuoted: true) }
    let start = index
    while index < bytes.count, !PatternReader.endsLiteral(bytes[index]) { index += 1 }
    if index == start { throw invalid() }
    return PatternLiteral(String(decoding: bytes[start..<index], as: UTF8.self), isQuoted: false)
  }

  private static func endsLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "&"),
      UInt8(ascii: "|"), UInt8(ascii: "\""), UInt8(ascii: "("):
      true
    default: false
    }
  }

  private mutating func quoted() throws(AWSError) -> String {
    let mark = bytes[index]
    index += 1
    var out: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == mark { return String(decoding: out, as: UTF8.self) }
      if byte == UInt8(ascii: "\\"), index < bytes.count {
        out.append(bytes[index])
        index += 1
      } else {
        out.append(byte)
      }
    }
    throw invalid()
  }

  /// A name: letters, digits, `_`, `-`, `*` and what is not ASCII.
  private mutating func word() throws(AWSError) -> String {
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      let isLetter = (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte >= 48 && byte <= 57 || byte >= 0x80
      guard
        isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*")
          || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "$") && index > start
      else { break }
      index += 1
    }
    if index == start { throw invalid() }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func skipBlanks() { while index < bytes.count, bytes[index] <= 0x20 { index += 1 } }

  private func peek(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    guard peek(text) else { return false }
    index += text.utf8.count
    return true
  }

  private func invalid() -> AWSError { .invalidParameter("Invalid filter pattern") }
}

/// A pattern over the fields of a line. Fields are apart by blanks; what stands in quotes or in brackets is one.
struct FieldPattern: Sendable {
  /// One for each field that is named; nil takes anything.
  var conditions: [PatternCondition?] = []
  /// How many of them stand before `...`, which takes any number of fields.
  var ellipsis: Int?

  func matches(_ message: UnsafeRawBufferPointer) -> Bool {
    let fields = FieldPattern.fields(message)
    guard ellipsis == nil ? fields.count == conditions.count : fields.count >= conditions.count else { return false }
    for (number, condition) in conditions.enumerated() {
      guard let condition else { continue }
      // Behind the ellipsis the fields are counted from the end.
      let isBehind = ellipsis.map { number >= $0 } ?? false
      let text = fields[isBehind ? fields.count - conditions.count + number : number]
      if !condition.holds({ _ in .string(text) }) { return false }
    }
    return true
  }

  private static func fields(_ message: UnsafeRawBufferPointer) -> [String] {
    var fields: [String] = []
    var index = 0
    while index < message.count {
      if message[index] <= 0x20 {
        index += 1
        continue
      }
      let end: UInt8? =
        message[index] == UInt8(ascii: "\"")
        ? UInt8(ascii: "\"") : message[index] == UInt8(ascii: "[") ? UInt8(ascii: "]") : nil
      var start = index
      if let end {
        start += 1
        index += 1
        while index < message.count, message[index] != end { index += 1 }
      } else {
        while index < message.count, message[index] > 0x20 { index += 1 }
      }
      fields.append(String(decoding: message[start..<index], as: UTF8.self))
      if end != nil { index += 1 }
    }
    return fields
  }
}
