import Protocols

/// A condition of a filter pattern over JSON or over fields: comparisons, joined by `&&`, `||` and parentheses.
indirect enum PatternCondition: Sendable {
  case compare(PatternSelector, PatternOperator, PatternLiteral)
  case exists(PatternSelector, Bool)
  case isNull(PatternSelector)
  case isTruth(PatternSelector, Bool)
  case and(PatternCondition, PatternCondition)
  case or(PatternCondition, PatternCondition)

  /// `value` gives what a selector finds; nil: nothing.
  func holds(_ value: (PatternSelector) -> JSONValue?) -> Bool {
    switch self {
    case .compare(let selector, let comparison, let literal):
      guard let found = value(selector) else { return false }
      return literal.compares(found, comparison)
    case .exists(let selector, let wanted): return (value(selector) != nil) == wanted
    case .isNull(let selector): return value(selector) == .null
    case .isTruth(let selector, let wanted): return value(selector) == .bool(wanted)
    case .and(let a, let b): return a.holds(value) && b.holds(value)
    case .or(let a, let b): return a.holds(value) || b.holds(value)
    }
  }
}

/// `$.a.b[0]`, or the number of a field.
enum PatternSelector: Sendable, Equatable {
  case path([PathStep])
  case field(Int)

  enum PathStep: Sendable, Equatable {
    case member(String)
    case element(Int)
  }

  func find(in json: JSONValue) -> JSONValue? {
    guard case .path(let steps) = self else { return nil }
    var value = json
    for step in steps {
      switch step {
      case .member(let name):
        guard let next = value.object?[name] else { return nil }
        value = next
      case .element(let index):
        guard let array = value.array, array.indices.contains(index) else { return nil }
        value = array[index]
      }
    }
    return value
  }
}

enum PatternOperator: String, Sendable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}

/// What a value is compared with: a number, or a text in which `*` stands for any run of characters.
struct PatternLiteral: Sendable, Equatable {
  var text: String
  /// nil for a text, quoted ones among them.
  var number: Double?

  init(_ text: String, isQuoted: Bool) {
    self.text = text
    number = isQuoted ? nil : Double(text)
  }

  func compares(_ value: JSONValue, _ comparison: PatternOperator) -> Bool {
    if let number {
      // A field of a line is a text that may be a number.
      let found: Double?
      switch value {
      case .number(let digits): found = Double(digits)
      case .string(let digits): found = Double(digits)
      default: found = nil
      }
      guard let found else { return comparison == .notEqual }
      return comparison.holds(found, number)
    }
    let found: String
    switch value {
    case .string(let string): found = string
    case .number(let digits): found = digits
    case .bool(let flag): found = flag ? "true" : "false"
    default: return false
    }
    switch comparison {
    case .equal: return matches(found)
    case .notEqual: return !matches(found)
    default: return false
    }
  }

  private func matches(_ value: String) -> Bool {
    guard text.contains("*") else { return text == value }
    let pattern = Array(text.utf8)
    let value = Array(value.utf8)
    var p = 0
    var v = 0
    var star = -1
    var mark = 0
    while v < value.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = p
        mark = v
        p += 1
      } else if p < pattern.count, pattern[p] == value[v] {
        p += 1
        v += 1
      } else if star >= 0 {
        p = star + 1
        mark += 1
        v = mark
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
    return p == pattern.count
  }
}
