import Testing

@testable import DynamoDB

/// Every comparator and function over random values of all ten types, top level and nested, against a plain model.
@Suite struct ConditionModelTests {
  @Test(arguments: [UInt64(29), 31, 37])
  func agreesWithAPlainModel(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var held = 0
    let rounds = 1200
    for _ in 0..<rounds {
      let subject = PlainValue.attributes(&generator)
      var writer = ConditionWriter(subject: subject)
      let expected = writer.disjunction(depth: 2, &generator)
      var placeholders = Placeholders(
        names: writer.names.map { (Array($0.key.utf8), Array($0.value.utf8)) },
        values: AttributeMap(writer.values.map { (Array($0.name.utf8), $0.value.value) }))
      let condition = try ConditionAnalysis.condition(Array(writer.text.utf8), &placeholders)
      let item = Item(AttributeMap(subject.map { (Array($0.key.utf8), $0.value.value) }))
      #expect(condition.holds(for: item) == expected, "\(writer.text) with \(writer.values) on \(subject)")
      if expected { held += 1 }
    }
    // Both truths are frequent, or the test would tell little.
    #expect(held > rounds / 4 && held < rounds * 3 / 4)
  }
}

/// A value as Swift has it.
enum PlainValue: Hashable {
  case text(String)
  case number(Int)
  case blob([UInt8])
  case null
  case bool(Bool)
  case texts(Set<String>)
  case numbers(Set<Int>)
  case blobs(Set<[UInt8]>)
  case list([PlainValue])
  case map([String: PlainValue])

  static let names = ["a", "b", "c", "d"]
  private static let words = ["", "x", "xy", "y", "yx", "é", "€", "😀x"]

  /// Values are few, so that they meet often. `types`: which of the ten, in the order above.
  static func random(
    depth: Int, _ generator: inout SeededGenerator, of types: [Int] = Array(0..<10)
  ) -> PlainValue {
    let some = depth > 0 ? types : types.filter { $0 < 8 }
    let count = Int.random(in: 1...2, using: &generator)
    switch some.randomElement(using: &generator) ?? 0 {
    case 0: return .text(words.randomElement(using: &generator) ?? "")
    case 1: return .number(Int.random(in: -2...3, using: &generator))
    case 2: return .blob(blob(&generator))
    case 3: return .null
    case 4: return .bool(Bool.random(using: &generator))
    case 5: return .texts(Set((0..<count).map { _ in words.randomElement(using: &generator) ?? "" }))
    case 6: return .numbers(Set((0..<count).map { _ in Int.random(in: -1...2, using: &generator) }))
    case 7: return .blobs(Set((0..<count).map { _ in blob(&generator) }))
    case 8:
      return .list((0..<Int.random(in: 0...3, using: &generator)).map { _ in random(depth: depth - 1, &generator) })
    default: return .map(attributes(depth: depth - 1, &generator))
    }
  }

  static func attributes(depth: Int = 2, _ generator: inout SeededGenerator) -> [String: PlainValue] {
    var attributes: [String: PlainValue] = [:]
    for name in names where Int.random(in: 0..<4, using: &generator) > 0 {
      attributes[name] = random(depth: depth, &generator)
    }
    return attributes
  }

  private static func blob(_ generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...2, using: &generator)).map { _ in
      [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
    }
  }

  var value: AttributeValue {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .number(DecimalNumber(number))
    case .blob(let bytes): .binary(bytes)
    case .null: .null
    case .bool(let truth): .bool(truth)
    case .texts(let members): .stringSet(members.map { Array($0.utf8) })
    case .numbers(let members): .numberSet(members.map { DecimalNumber($0) })
    case .blobs(let members): .binarySet(Array(members))
    case .list(let elements): .list(elements.map(\.value))
    case .map(let entries): .map(AttributeMap(entries.map { (Array($0.key.utf8), $0.value.value) }))
    }
  }

  var typeName: String {
    switch self {
    case .text: "S"
    case .number: "N"
    case .blob: "B"
    case .null: "NULL"
    case .bool: "BOOL"
    case .texts: "SS"
    case .numbers: "NS"
    case .blobs: "BS"
    case .list: "L"
    case .map: "M"
    }
  }

  /// -1, 0 or 1, of two values of one type that has an order.
  func order(_ other: PlainValue) -> Int? {
    func order(_ one: [UInt8], _ two: [UInt8]) -> Int {
      for (left, right) in zip(one, two) where left != right { return left < right ? -1 : 1 }
      return (one.count - two.count).signum()
    }
    switch (self, other) {
    case (.text(let one), .text(let two)): return order(Array(one.utf8), Array(two.utf8))
    case (.number(let one), .number(let two)): return (one - two).signum()
    case (.blob(let one), .blob(let two)): return order(one, two)
    default: return nil
    }
  }

  var size: Int? {
    switch self {
    case .text(let text): text.utf16.count
    case .blob(let bytes): bytes.count
    case .texts(let members): members.count
    case .numbers(let members): members.count
    case .blobs(let members): members.count
    case .list(let elements): elements.count
    case .map(let entries): entries.count
    case .number, .null, .bool: nil
    }
  }

  func begins(with start: PlainValue) -> Bool {
    switch (self, start) {
    case (.text(let text), .text(let start)): Array(text.utf8).starts(with: Array(start.utf8))
    case (.blob(let bytes), .blob(let start)): bytes.starts(with: start)
    default: false
    }
  }

  func contains(_ part: PlainValue) -> Bool {
    func holds(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
      part.isEmpty || whole.indices.contains { whole[$0...].starts(with: part) }
    }
    switch (self, part) {
    case (.text(let text), .text(let part)): return holds(Array(text.utf8), Array(part.utf8))
    case (.blob(let bytes), .blob(let part)): return holds(bytes, part)
    case (.texts(let members), .text(let one)): return members.contains(one)
    case (.numbers(let members), .number(let one)): return members.contains(one)
    case (.blobs(let members), .blob(let one)): return members.contains(one)
    case (.list(let elements), _): return elements.contains(part)
    default: return false
    }
  }
}

/// Writes a random condition, and says beside it whether it holds for the subject.
private struct ConditionWriter {
  let subject: [String: PlainValue]
  private(set) var text = ""
  private(set) var values: [(name: String, value: PlainValue)] = []
  /// Placeholders of names: some stand for what is also written plainly.
  private(set) var names: [String: String] = [:]

  /// An operand: how it is written, and what it is.
  private typealias Operand = (text: String, value: PlainValue?)

  init(subject: [String: PlainValue]) { self.subject = subject }

  mutating func disjunction(depth: Int, _ generator: inout SeededGenerator) -> Bool {
    var any = false
    for index in 0..<Int.random(in: 1...2, using: &generator) {
      if index > 0 { text += " OR " }
      var all = true
      for inner in 0..<Int.random(in: 1...2, using: &generator) {
        if inner > 0 { text += " AND " }
        let isNegated = Int.random(in: 0..<3, using: &generator) == 0
        if isNegated { text += "NOT " }
        let truth: Bool
        if depth > 0 && Int.random(in: 0..<3, using: &generator) == 0 {
          // Two operands at the least keep `((…))` away.
          text += "("
          let left = leaf(&generator)
          text += " OR "
          let right = disjunction(depth: depth - 1, &generator)
          text += ")"
          truth = left || right
        } else {
          truth = leaf(&generator)
        }
        all = all && truth != isNegated
      }
      any = any || all
    }
    return any
  }

  private mutating func leaf(_ generator: inout SeededGenerator) -> Bool {
    switch Int.random(in: 0..<13, using: &generator) {
    case 0..<2:
      let (left, right) = pair(&generator)
      let isEqual = Bool.random(using: &generator)
      text += "\(left.text) \(isEqual ? "=" : "<>") \(right.text)"
      let same = left.value != nil && left.value == right.value
      return isEqual ? same : !same
    case 2..<5:
      let (left, right) = pair(&generator, types: [0, 1, 2])
      let comparator = ["<", "<=", ">", ">="].randomElement(using: &generator) ?? "<"
      text += "\(left.text) \(comparator) \(right.text)"
      guard let order = order(left.value, right.value) else { return false }
      return comparator.hasPrefix("<")
        ? order < 0 || (order == 0 && comparator == "<=") : order > 0 || (order == 0 && comparator == ">=")
    case 5: return between(&generator)
    case 6: return choice(&generator)
    case 7:
      let path = path(&generator)
      let exists = Bool.random(using: &generator)
      text += "\(exists ? "attribute_exists" : "attribute_not_exists")(\(path.text))"
      return (path.value != nil) == exists
    case 8:
      let path = path(&generator)
      let type = PlainValue.random(depth: 1, &generator).typeName
      text += "attribute_type(\(path.text), \(placeholder(.text(type))))"
      return path.value?.typeName == type
    case 9:
      let (left, right) = pair(&generator, types: [0, 2])
      text += "begins_with(\(left.text), \(right.text))"
      if let value = left.value, let start = right.value { return value.begins(with: start) }
      return false
    case 10...11:
      let (left, right) = pair(&generator)
      text += "contains(\(left.text), \(right.text))"
      if let value = left.value, let part = right.value { return value.contains(part) }
      return false
    default:
      let path = path(&generator)
      let count = Int.random(in: 0...3, using: &generator)
      text += "size(\(path.text)) >= \(placeholder(.number(count)))"
      return (path.value?.size).map { $0 >= count } ?? false
    }
  }

  private mutating func between(_ generator: inout SeededGenerator) -> Bool {
    let path = path(&generator)
    let type = Int.random(in: 0..<3, using: &generator)
    let some = [
      PlainValue.random(depth: 0, &generator, of: [type]), PlainValue.random(depth: 0, &generator, of: [type]),
    ].sorted { ($0.order($1) ?? 0) < 0 }
    text += "\(path.text) BETWEEN \(placeholder(some[0])) AND \(placeholder(some[1]))"
    guard let value = path.value, let low = some[0].order(value), let high = value.order(some[1]) else { return false }
    return low <= 0 && high <= 0
  }

  private mutating func choice(_ generator: inout SeededGenerator) -> Bool {
    let path = path(&generator)
    var choices: [Operand] = []
    for _ in 0..<Int.random(in: 1...3, using: &generator) { choices.append(operand(&generator, Array(0..<10))) }
    text += "\(path.text) IN (\(choices.map(\.text).joined(separator: ", ")))"
    return path.value != nil && choices.contains { $0.value == path.value }
  }

  private func order(_ one: PlainValue?, _ other: PlainValue?) -> Int? {
    guard let one, let other else { return nil }
    return one.order(other)
  }

  /// Two operands that are not the same path; a constant is of one of the types. One of them is a path.
  private mutating func pair(
    _ generator: inout SeededGenerator, types: [Int] = Array(0..<10)
  ) -> (Operand, Operand) {
    let left = path(&generator)
    while true {
      let right = operand(&generator, types)
      if plain(right.text) != plain(left.text) { return (left, right) }
    }
  }

  /// With the placeholders of names replaced: each is its name behind `#`.
  private func plain(_ text: String) -> String { text.filter { $0 != "#" } }

  private mutating func operand(_ generator: inout SeededGenerator, _ types: [Int]) -> Operand {
    if Int.random(in: 0..<3, using: &generator) == 0 { return path(&generator) }
    let value = PlainValue.random(depth: 1, &generator, of: types)
    return (placeholder(value), value)
  }

  private mutating func placeholder(_ value: PlainValue) -> String {
    let name = ":v\(values.count)"
    values.append((name, value))
    return name
  }

  /// A top-level attribute, or a step or two into it, which need not be there.
  private mutating func path(_ generator: inout SeededGenerator) -> Operand {
    let name = PlainValue.names.randomElement(using: &generator) ?? "a"
    var text = written(name, &generator)
    var value = subject[name]
    for _ in 0..<2 {
      let inner = PlainValue.names.randomElement(using: &generator) ?? "a"
      let place = Int.random(in: 0...2, using: &generator)
      switch value {
      case .map(let entries) where Bool.random(using: &generator):
        text += "." + written(inner, &generator)
        value = entries[inner]
      case .list(let elements) where Bool.random(using: &generator):
        text += "[\(place)]"
        value = place < elements.count ? elements[place] : nil
      default: return (text, value)
      }
    }
    return (text, value)
  }

  private mutating func written(_ name: String, _ generator: inout SeededGenerator) -> String {
    if Int.random(in: 0..<4, using: &generator) > 0 { return name }
    names["#" + name] = name
    return "#" + name
  }
}
