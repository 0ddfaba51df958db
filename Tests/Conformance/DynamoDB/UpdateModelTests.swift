import Testing

@testable import DynamoDB

/// Random updates against a plain model of nested numbers, sets, lists and maps.
@Suite struct UpdateModelTests {
  /// SET, ADD and REMOVE on flat attributes: the model is a dictionary of numbers, changed as the clauses say, every
  /// value computed from what stood before.
  @Test func flatUpdatesAgreeWithAPlainModel() throws {
    var generator = SeededGenerator(seed: 17)
    let names = ["a", "b", "c", "d"]
    for _ in 0..<3000 {
      var model: [String: Int] = [:]
      for name in names where Bool.random(using: &generator) {
        model[name] = Int.random(in: -50...50, using: &generator)
      }
      let old = model
      var sets: [String] = []
      var adds: [String] = []
      var removes: [String] = []
      var isMissing = false
      for name in names {
        let other = names.randomElement(using: &generator) ?? "a"
        switch Int.random(in: 0..<7, using: &generator) {
        case 0:
          sets.append("\(name) = \(other) + :k")
          if let value = old[other] { model[name] = value + 7 } else { isMissing = true }
        case 1:
          sets.append("\(name) = :k - \(other)")
          if let value = old[other] { model[name] = 7 - value } else { isMissing = true }
        case 2:
          sets.append("\(name) = if_not_exists(\(other), :k) + :k")
          model[name] = (old[other] ?? 7) + 7
        case 3:
          adds.append("\(name) :k")
          model[name] = (old[name] ?? 0) + 7
        case 4:
          removes.append(name)
          model[name] = nil
        default: break
        }
      }
      let clauses = [("SET", sets), ("ADD", adds), ("REMOVE", removes)].filter { !$0.1.isEmpty }
      if clauses.isEmpty { continue }
      let text = clauses.map { $0.0 + " " + $0.1.joined(separator: ", ") }.joined(separator: " ")
      var given = placeholders([:], [":k": n("7")])
      let update = try UpdateAnalysis.update(Array(text.utf8), &given)
      let before = Item(AttributeMap(old.sorted { $0.key < $1.key }.map { (Array($0.key.utf8), n("\($0.value)")) }))
      let after = try? update.applied(to: before)
      if isMissing {
        #expect(after == nil, "\(text) on \(old)")
      } else {
        let expected = Item(AttributeMap(model.map { (Array($0.key.utf8), n("\($0.value)")) }))
        #expect(after == expected, "\(text) on \(old)")
      }
    }
  }

  /// Indexes mean the elements as they stood before the update, whatever the order of the actions.
  @Test func listUpdatesAgreeWithAPlainModel() throws {
    var generator = SeededGenerator(seed: 19)
    for _ in 0..<3000 {
      let old = (0..<Int.random(in: 0...6, using: &generator)).map { _ in Int.random(in: 0...99, using: &generator) }
      var model: [Int?] = old
      var appended: [(Int, Int)] = []
      var sets: [String] = []
      var removes: [String] = []
      for place in 0..<9 where Bool.random(using: &generator) {
        if Bool.random(using: &generator) {
          sets.append("l[\(place)] = :v\(place)")
          if place < old.count { model[place] = 1000 + place } else { appended.append((place, 1000 + place)) }
        } else {
          removes.append("l[\(place)]")
          if place < old.count { model[place] = nil }
        }
      }
      if sets.isEmpty && removes.isEmpty { continue }
      sets.shuffle(using: &generator)
      removes.shuffle(using: &generator)
      var text = sets.isEmpty ? "" : "SET " + sets.joined(separator: ", ")
      if !removes.isEmpty { text += " REMOVE " + removes.joined(separator: ", ") }
      var given = Placeholders(
        names: [], values: AttributeMap((0..<9).map { (Array(":v\($0)".utf8), n("\(1000 + $0)")) }))
      let update = try UpdateAnalysis.update(Array(text.utf8), &given)
      let before = item(["l": .list(old.map { n("\($0)") })])
      let expected = model.compactMap { $0 } + appended.sorted { $0.0 < $1.0 }.map(\.1)
      #expect(
        try update.applied(to: before) == item(["l": .list(expected.map { n("\($0)") })]), "\(text) on \(old)")
    }
  }

  @Test func setUpdatesAgreeWithAPlainModel() throws {
    var generator = SeededGenerator(seed: 23)
    for _ in 0..<2000 {
      let old = Set(
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in Int.random(in: 0...6, using: &generator) })
      let more = Set((0..<3).map { _ in Int.random(in: 0...6, using: &generator) })
      let isAdd = Bool.random(using: &generator)
      var given = placeholders([:], [":s": .numberSet(more.sorted().map { DecimalNumber($0) })])
      let update = try UpdateAnalysis.update(Array("\(isAdd ? "ADD" : "DELETE") s :s".utf8), &given)
      var before = item(["other": n("1")])
      if !old.isEmpty { before.append(Array("s".utf8), .numberSet(old.sorted().map { DecimalNumber($0) })) }
      let expected = isAdd ? old.union(more) : old.subtracting(more)
      let after = try update.applied(to: before)
      #expect(after[Array("s".utf8)] == (expected.isEmpty ? nil : .numberSet(expected.map { DecimalNumber($0) })))
    }
  }
}

/// Updates of nested values against a plain model of Swift's own dictionaries and arrays.
extension UpdateModelTests {
  /// `list_append`, `if_not_exists` and paths into maps, each action reading what stood before.
  @Test func nestedUpdatesAgreeWithAPlainModel() throws {
    var generator = SeededGenerator(seed: 41)
    for _ in 0..<3000 {
      var lists: [String: [Int]] = [:]
      var numbers: [String: Int] = [:]
      for name in ["l", "k"] where Bool.random(using: &generator) {
        lists[name] = (0..<Int.random(in: 0...3, using: &generator)).map { _ in Int.random(in: 0...9, using: &generator)
        }
      }
      for name in ["x", "y"] where Bool.random(using: &generator) {
        numbers[name] = Int.random(in: 0...9, using: &generator)
      }
      let before = Self.nested(lists, numbers)
      let (old, oldNumbers) = (lists, numbers)
      var sets: [String] = []
      var removes: [String] = []
      var isRefused = false
      for name in ["l", "k"] {
        let other = ["l", "k"].randomElement(using: &generator) ?? "l"
        switch Int.random(in: 0..<5, using: &generator) {
        case 0:
          sets.append("m.\(name) = list_append(m.\(other), :two)")
          if let list = old[other] { lists[name] = list + [8, 9] } else { isRefused = true }
        case 1:
          sets.append("m.\(name) = list_append(:two, if_not_exists(m.\(other), :none))")
          lists[name] = [8, 9] + (old[other] ?? [])
        case 2:
          sets.append("m.\(name) = if_not_exists(m.\(other), :two)")
          lists[name] = old[other] ?? [8, 9]
        case 3:
          removes.append("m.\(name)")
          lists[name] = nil
        default: break
        }
      }
      for name in ["x", "y"] {
        let other = ["x", "y"].randomElement(using: &generator) ?? "x"
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
          sets.append("m.\(name) = m.\(other)")
          if let number = oldNumbers[other] { numbers[name] = number } else { isRefused = true }
        case 1:
          sets.append("m.\(name) = if_not_exists(m.\(name), :seven) - if_not_exists(m.\(other), :seven)")
          numbers[name] = (oldNumbers[name] ?? 7) - (oldNumbers[other] ?? 7)
        case 2:
          removes.append("m.\(name)")
          numbers[name] = nil
        default: break
        }
      }
      if sets.isEmpty && removes.isEmpty { continue }
      sets.shuffle(using: &generator)
      var text = sets.isEmpty ? "" : "SET " + sets.joined(separator: ", ")
      if !removes.isEmpty { text += " REMOVE " + removes.joined(separator: ", ") }
      var given = placeholders([:], [":two": l(n("8"), n("9")), ":none": l(), ":seven": n("7")])
      let update = try UpdateAnalysis.update(Array(text.utf8), &given)
      let after = try? update.applied(to: before)
      if isRefused {
        #expect(after == nil, "\(text) on \(old) \(oldNumbers)")
      } else {
        #expect(after == Self.nested(lists, numbers), "\(text) on \(old) \(oldNumbers)")
      }
    }
  }

  private static func nested(_ lists: [String: [Int]], _ numbers: [String: Int]) -> Item {
    var entries = lists.sorted { $0.key < $1.key }.map {
      (Array($0.key.utf8), AttributeValue.list($0.value.map { n("\($0)") }))
    }
    entries += numbers.sorted { $0.key < $1.key }.map { (Array($0.key.utf8), n("\($0.value)")) }
    return DynamoDB.Item(AttributeMap([(Array("m".utf8), .map(AttributeMap(entries)))]))
  }

  /// Paths of which one is another or leads to it are refused, all others are not.
  @Test func overlapsAgreeWithAPlainModel() throws {
    var generator = SeededGenerator(seed: 43)
    for _ in 0..<2000 {
      func path() -> [String] {
        [["a", "b"].randomElement(using: &generator) ?? "a"]
          + (0..<Int.random(in: 0...2, using: &generator)).map { _ in
            [".a", ".b", "[0]", "[1]"].randomElement(using: &generator) ?? ".a"
          }
      }
      let (one, other) = (path(), path())
      let text = "SET \(one.joined()) = :v REMOVE \(other.joined())"
      let overlaps = one.starts(with: other) || other.starts(with: one)
      let shared = zip(one, other).prefix { $0 == $1 }.count
      // Where they part, one takes an element and the other an attribute of the same value.
      let conflicts =
        !overlaps && shared > 0 && (one[shared].hasPrefix("[") != other[shared].hasPrefix("["))
      var given = placeholders([:], [":v": n("1")])
      if overlaps || conflicts {
        #expect(throws: ExpressionFault.self, "\(text)") { try UpdateAnalysis.update(Array(text.utf8), &given) }
      } else {
        _ = try UpdateAnalysis.update(Array(text.utf8), &given)
      }
    }
  }
}
