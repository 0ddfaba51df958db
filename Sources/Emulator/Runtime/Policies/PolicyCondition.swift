import Protocols

/// One key of a policy's condition
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
package struct PolicyCondition: Sendable {
  private enum Kind: Sendable {
    case string(ignoresCase: Bool)
    case like
    case number(Order)
    case date(Order)
    case boolean
    case address
    case isNull
    case binary
  }

  private enum Order: Sendable {
    case equal, less, lessOrEqual, greater, greaterOrEqual

    func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
      switch self {
      case .equal: a == b
      case .less: a < b
      case .lessOrEqual: a <= b
      case .greater: a > b
      case .greaterOrEqual: a >= b
      }
    }
  }

  private enum Quantifier: Sendable {
    case one, all, any
  }

  /// As it is written, lower case: `aws:sourceip`.
  package let key: String
  package let texts: [String]
  private let kind: Kind
  private let isNegated: Bool
  private let ifExists: Bool
  private let quantifier: Quantifier

  /// nil for an operator that IAM does not have.
  init?(_ name: String, _ key: String, _ texts: [String]?) {
    guard let texts else { return nil }
    var name = name
    var quantifier = Quantifier.one
    if name.hasPrefix("ForAllValues:") {
      quantifier = .all
      name = String(name.dropFirst("ForAllValues:".count))
    } else if name.hasPrefix("ForAnyValue:") {
      quantifier = .any
      name = String(name.dropFirst("ForAnyValue:".count))
    }
    ifExists = name.hasSuffix("IfExists")
    if ifExists { name = String(name.dropLast("IfExists".count)) }
    var isNegated = false
    switch name {
    case "StringEquals": kind = .string(ignoresCase: false)
    case "StringNotEquals": (kind, isNegated) = (.string(ignoresCase: false), true)
    case "StringEqualsIgnoreCase": kind = .string(ignoresCase: true)
    case "StringNotEqualsIgnoreCase": (kind, isNegated) = (.string(ignoresCase: true), true)
    case "StringLike", "ArnEquals", "ArnLike": kind = .like
    case "StringNotLike", "ArnNotEquals", "ArnNotLike": (kind, isNegated) = (.like, true)
    case "NumericEquals": kind = .number(.equal)
    case "NumericNotEquals": (kind, isNegated) = (.number(.equal), true)
    case "NumericLessThan": kind = .number(.less)
    case "NumericLessThanEquals": kind = .number(.lessOrEqual)
    case "NumericGreaterThan": kind = .number(.greater)
    case "NumericGreaterThanEquals": kind = .number(.greaterOrEqual)
    case "DateEquals": kind = .date(.equal)
    case "DateNotEquals": (kind, isNegated) = (.date(.equal), true)
    case "DateLessThan": kind = .date(.less)
    case "DateLessThanEquals": kind = .date(.lessOrEqual)
    case "DateGreaterThan": kind = .date(.greater)
    case "DateGreaterThanEquals": kind = .date(.greaterOrEqual)
    case "Bool": kind = .boolean
    case "BinaryEquals": kind = .binary
    case "IpAddress": kind = .address
    case "NotIpAddress": (kind, isNegated) = (.address, true)
    case "Null": kind = .isNull
    default: return nil
    }
    self.isNegated = isNegated
    self.quantifier = quantifier
    self.key = key.lowercased()
    self.texts = texts
  }

  package func holds(_ values: PolicyValues) -> Bool {
    let found = values[key]
    if case .isNull = kind { return texts.contains { ($0.lowercased() == "true") == (found == nil) } }
    guard let found else { return ifExists || quantifier == .all || quantifier == .one && isNegated }
    let wanted = texts.map(values.filled)
    func passes(_ value: String) -> Bool { wanted.contains { compare(value, $0) } != isNegated }
    switch quantifier {
    case .one, .all: return found.allSatisfy(passes)
    case .any: return found.contains(where: passes)
    }
  }

  private func compare(_ value: String, _ wanted: String) -> Bool {
    switch kind {
    case .string(let ignoresCase):
      return ignoresCase ? value.lowercased() == wanted.lowercased() : value == wanted
    case .like: return WildcardPattern.matches(wanted, value)
    case .number(let order):
      guard let a = Double(value), let b = Double(wanted) else { return false }
      return order.holds(a, b)
    case .date(let order):
      guard let a = PolicyCondition.moment(value), let b = PolicyCondition.moment(wanted) else { return false }
      return order.holds(a, b)
    case .boolean: return value.lowercased() == wanted.lowercased()
    case .binary: return value == wanted
    case .address: return IPRange(wanted)?.contains(value) ?? false
    case .isNull: return false
    }
  }

  private static func moment(_ text: String) -> Timestamp? {
    if let seconds = Double(text) { return Timestamp(epochSeconds: seconds) }
    return Timestamp(iso8601: text)
  }
}

/// `10.0.0.0/8`, `2001:db8::/32`, or one address.
struct IPRange {
  private let bytes: [UInt8]
  private let length: Int

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let bytes = IPRange.bytes(parts[0]) else { return nil }
    self.bytes = bytes
    guard parts.count == 2 else {
      length = bytes.count * 8
      return
    }
    guard let length = Int(parts[1]), (0...bytes.count * 8).contains(length) else { return nil }
    self.length = length
  }

  func contains(_ address: String) -> Bool {
    guard let other = IPRange.bytes(address), other.count == bytes.count else { return false }
    for bit in 0..<length where (bytes[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) != 0 { return false }
    return true
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    if !text.contains(":") {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
      guard parts.count == 4 else { return nil }
      let known = parts.compactMap { $0 }
      return known.count == 4 ? known : nil
    }
    // One `::` stands for as many zeros as are missing.
    let halves = text.components(apartBy: "::")
    guard halves.count <= 2 else { return nil }
    func words(_ text: String) -> [UInt8]? {
      var out: [UInt8] = []
      for part in text.split(separator: ":") {
        guard let word = UInt16(part, radix: 16) else { return nil }
        out += [UInt8(word >> 8), UInt8(word & 0xff)]
      }
      return out
    }
    guard let head = words(halves[0]), let tail = words(halves.count == 2 ? halves[1] : "") else { return nil }
    let missing = 16 - head.count - tail.count
    guard halves.count == 2 ? missing >= 0 : missing == 0 else { return nil }
    return head + [UInt8](repeating: 0, count: missing) + tail
  }
}

extension String {
  fileprivate func components(apartBy separator: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }
}

extension PolicyCondition {
  /// Whether IAM has no such operator.
  package static func isUnknown(_ name: String) -> Bool { PolicyCondition(name, "", []) == nil }
}
