/// A condition ready to be evaluated against an item.
package indirect enum Condition: Sendable {
  case or(Condition, Condition)
  case and(Condition, Condition)
  case not(Condition)
  case comparison(Comparator, Operand, Operand)
  case between(Operand, Operand, Operand)
  case `in`(Operand, [Operand])
  case attributeExists(DocumentPath)
  case attributeNotExists(DocumentPath)
  case attributeType(Operand, [UInt8])
  case beginsWith(Operand, Operand)
  case contains(Operand, Operand)
}

package indirect enum Operand: Sendable {
  case path(DocumentPath)
  case value(AttributeValue)
  case size(Operand)
}

extension Condition {
  /// What the item does not have makes a condition false, but for `<>`, which then holds.
  package func holds(for item: Item) -> Bool {
    switch self {
    case .or(let left, let right): left.holds(for: item) || right.holds(for: item)
    case .and(let left, let right): left.holds(for: item) && right.holds(for: item)
    case .not(let inner): !inner.holds(for: item)
    case .comparison(let comparator, let left, let right):
      Condition.compare(comparator, left.value(in: item), right.value(in: item))
    case .between(let operand, let lower, let upper):
      Condition.isBetween(operand.value(in: item), lower.value(in: item), upper.value(in: item))
    case .in(let operand, let choices): Condition.isAny(operand.value(in: item), choices, item)
    case .attributeExists(let path): item.place(of: path) != nil
    case .attributeNotExists(let path): item.place(of: path) == nil
    case .attributeType(let operand, let name): operand.value(in: item).map { Array($0.typeName.utf8) == name } ?? false
    case .beginsWith(let operand, let prefix):
      Condition.begins(operand.value(in: item), with: prefix.value(in: item))
    case .contains(let operand, let member):
      Condition.isIn(operand.value(in: item), contains: member.value(in: item))
    }
  }

  static func compare(_ comparator: Comparator, _ left: AttributeValue?, _ right: AttributeValue?) -> Bool {
    guard let left, let right else { return comparator == .notEqual }
    switch comparator {
    case .equal: return left == right
    case .notEqual: return left != right
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    guard let order = left.compared(to: right) else { return false }
    switch comparator {
    case .less: return order < 0
    case .lessOrEqual: return order <= 0
    case .greater: return order > 0
    default: return order >= 0
    }
  }

  static func isBetween(_ value: AttributeValue?, _ lower: AttributeValue?, _ upper: AttributeValue?) -> Bool {
    compare(.greaterOrEqual, value, lower) && compare(.lessOrEqual, value, upper)
  }

  private static func isAny(_ value: AttributeValue?, _ choices: [Operand], _ item: Item) -> Bool {
    guard let value else { return false }
    for choice in choices where choice.value(in: item) == value { return true }
    return false
  }

  static func begins(_ value: AttributeValue?, with prefix: AttributeValue?) -> Bool {
    switch (value, prefix) {
    case (.string(let text), .string(let start)), (.binary(let text), .binary(let start)): text.starts(with: start)
    default: false
    }
  }

  /// A part of a string or binary, a member of a set, an element of a list.
  static func isIn(_ container: AttributeValue?, contains member: AttributeValue?) -> Bool {
    guard let container, let member else { return false }
    switch (container, member) {
    case (.string(let text), .string(let part)), (.binary(let text), .binary(let part)):
      return text.holds(part)
    case (.stringSet(let members), .string(let one)), (.binarySet(let members), .binary(let one)):
      return members.contains(one)
    case (.numberSet(let members), .number(let one)): return members.contains(one)
    case (.list(let elements), _): return elements.contains(member)
    default: return false
    }
  }
}

extension Operand {
  func value(in item: Item) -> AttributeValue? {
    switch self {
    case .path(let path): item.value(of: path)
    case .value(let value): value
    case .size(let operand): operand.value(in: item)?.elementCount.map { .number(DecimalNumber($0)) }
    }
  }
}

extension AttributeValue {
  /// What `size` counts: UTF-16 units of a string, bytes of a binary, members, elements, attributes.
  var elementCount: Int? {
    switch self {
    case .string(let text): String(decoding: text, as: UTF8.self).utf16.count
    case .binary(let bytes): bytes.count
    case .stringSet(let members), .binarySet(let members): members.count
    case .numberSet(let members): members.count
    case .list(let elements): elements.count
    case .map(let map): map.count
    case .number, .bool, .null: nil
    }
  }
}

extension [UInt8] {
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    if part.isEmpty { return true }
    if part.count > count { return false }
    for start in 0...(count - part.count) where self[start] == part[0] && self[start...].starts(with: part) {
      return true
    }
    return false
  }
}
