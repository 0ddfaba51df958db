import Protocols

/// A value of S3 Select: dynamic, as its data is (https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-data-types.html).
indirect enum SelectValue: Sendable {
  case missing
  case null
  case boolean(Bool)
  case integer(Int64)
  case decimal(Double)
  case string(String)
  case timestamp(Timestamp)
  case json(JSONValue)

  init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .boolean(flag)
    case .string(let text): self = .string(text)
    case .number(let text):
      if let number = DecimalText.int64(text) {
        self = .integer(number)
      } else {
        self = DecimalText.double(text).map { .decimal($0) } ?? .string(text)
      }
    default: self = .json(json)
    }
  }

  var isAbsent: Bool {
    switch self {
    case .missing, .null: true
    default: false
    }
  }

  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .decimal(let number): number
    case .string(let text): DecimalText.double(SelectValue.trimmed(text))
    default: nil
    }
  }

  var integer: Int64? {
    switch self {
    case .integer(let number): number
    case .decimal(let number): Int64(exactly: number.rounded(.towardZero))
    case .string(let text): DecimalText.int64(SelectValue.trimmed(text))
    default: nil
    }
  }

  private var isNumber: Bool {
    switch self {
    case .integer, .decimal: true
    default: false
    }
  }

  static func trimmed(_ text: String) -> String {
    var bytes = Substring(text).utf8
    while let byte = bytes.first, byte == 32 || byte == 9 { bytes.removeFirst() }
    while let byte = bytes.last, byte == 32 || byte == 9 { bytes.removeLast() }
    return String(Substring(bytes))
  }

  /// As a cell of CSV, and what text functions see.
  var text: String {
    switch self {
    case .missing, .null: ""
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .decimal(let number): SelectValue.text(number)
    case .string(let text): text
    case .timestamp(let time): time.iso8601()
    case .json(let value): value.text
    }
  }

  /// Without a fraction of nothing: `3`, not `3.0`.
  private static func text(_ number: Double) -> String {
    if let whole = Int64(exactly: number) { return String(whole) }
    return number.description
  }

  var json: JSONValue {
    switch self {
    case .missing, .null: .null
    case .boolean(let flag): .bool(flag)
    case .integer, .decimal: .number(text)
    case .string(let text): .string(text)
    case .timestamp: .string(text)
    case .json(let value): value
    }
  }

  /// nil where the two cannot be compared. A text beside a number is read as one.
  static func compare(_ a: SelectValue, _ b: SelectValue) -> Int? {
    switch (a, b) {
    case (.integer(let x), .integer(let y)): return x < y ? -1 : x > y ? 1 : 0
    case (.boolean(let x), .boolean(let y)): return x == y ? 0 : x ? 1 : -1
    case (.timestamp(let x), .timestamp(let y)): return x < y ? -1 : x > y ? 1 : 0
    case (.string(let x), .string(let y)):
      if x == y { return 0 }
      return x.utf8.lexicographicallyPrecedes(y.utf8) ? -1 : 1
    default:
      guard a.isNumber || b.isNumber, let x = a.number, let y = b.number else { return nil }
      return x < y ? -1 : x > y ? 1 : 0
    }
  }
}
