import _StringProcessing

/// How the values of a partition key compare: by the key's Hive type.
enum PartitionKeyType: Sendable, Equatable {
  case string, integer, decimal, float, date, timestamp

  /// What stands for NULL among a partition's values.
  static let nullText = "__HIVE_DEFAULT_PARTITION__"

  init(_ hiveType: String) {
    let name = hiveType.lowercased().prefix { $0 != "(" }.filter { !$0.isWhitespace }
    switch name {
    case "tinyint", "smallint", "int", "integer", "bigint", "long": self = .integer
    case "decimal": self = .decimal
    case "float", "double": self = .float
    case "date": self = .date
    case "timestamp": self = .timestamp
    default: self = .string
    }
  }

  /// For `"x" is not an integer.`
  var article: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .decimal: "a decimal"
    case .float: "a double"
    case .date: "a date"
    case .timestamp: "a timestamp"
    }
  }

  /// nil for NULL and for what is not of the type.
  func value(_ text: String) -> PartitionKeyValue? {
    if text == PartitionKeyType.nullText { return nil }
    switch self {
    case .string: return .text(text)
    case .integer: return Int64(text).map { .integer($0) }
    case .float: return Double(text).map { .float($0) }
    case .decimal: return PartitionKeyValue.decimal(text)
    case .date:
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ Int($0) != nil }) else {
        return nil
      }
      return .text(text)
    case .timestamp:
      // `2026-01-02 03:04:05.600` and `2026-01-02 03:04:05.6` are the same; the fraction alone may be left out.
      guard text.utf8.count >= 19 else { return nil }
      var moment = text.replacing("T", with: " ")
      if moment.contains(".") {
        while moment.hasSuffix("0") { moment.removeLast() }
        if moment.hasSuffix(".") { moment.removeLast() }
      }
      return .text(moment)
    }
  }
}

enum PartitionKeyValue: Sendable {
  case text(String)
  case integer(Int64)
  case float(Double)
  /// `unscaled` divided by ten to the power of `scale`.
  case exact(unscaled: Int128, scale: Int)

  /// Negative, zero or positive; nil for values of two kinds.
  func compare(_ other: PartitionKeyValue) -> Int? {
    switch (self, other) {
    case (.text(let a), .text(let b)):
      a == b ? 0 : a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    case (.integer(let a), .integer(let b)): a == b ? 0 : a < b ? -1 : 1
    case (.float(let a), .float(let b)): a == b ? 0 : a < b ? -1 : 1
    case (.exact(let a, let m), .exact(let b, let n)):
      Self.compare(a, m, b, n)
    default: nil
    }
  }

  private static func compare(_ a: Int128, _ m: Int, _ b: Int128, _ n: Int) -> Int {
    let scale = max(m, n)
    let (x, overX) = scaled(a, scale - m)
    let (y, overY) = scaled(b, scale - n)
    // What does not fit is further from zero than what does.
    if overX != overY { return overX ? (a < 0 ? -1 : 1) : (b < 0 ? 1 : -1) }
    return x == y ? 0 : x < y ? -1 : 1
  }

  private static func scaled(_ value: Int128, _ digits: Int) -> (Int128, Bool) {
    var value = value
    for _ in 0..<digits {
      let (next, over) = value.multipliedReportingOverflow(by: 10)
      if over { return (value, true) }
      value = next
    }
    return (value, false)
  }

  /// Up to 38 digits.
  static func decimal(_ text: String) -> PartitionKeyValue? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, !text.isEmpty else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard fraction.utf8.count <= 38, fraction.utf8.allSatisfy({ (48...57).contains($0) }),
      let unscaled = Int128(String(parts[0]) + fraction)
    else { return nil }
    return .exact(unscaled: unscaled, scale: fraction.utf8.count)
  }
}
