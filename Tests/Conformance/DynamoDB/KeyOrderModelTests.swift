import Testing

@testable import DynamoDB

/// Composite keys of indexes: the bytes order as the tuples of values do, and keys of several parts do not run together.
@Suite struct KeyOrderModelTests {
  @Test func compositeKeysOrderAsTheirTuples() throws {
    var generator = SeededGenerator(seed: 47)
    for _ in 0..<20_000 {
      // Both keys of one schema.
      let types = (0..<Int.random(in: 1...4, using: &generator)).map { _ in Int.random(in: 0...2, using: &generator) }
      let one = types.map { Self.random($0, &generator) }
      let other = types.map { Self.random($0, &generator) }
      let expected = zip(one, other).lazy.compactMap { $0.order($1) }.first { $0 != 0 } ?? 0
      let left = Self.encoded(one)
      let right = Self.encoded(other)
      #expect(left.lexicographicallyPrecedes(right) == (expected < 0), "\(one) \(other)")
      #expect((left == right) == (expected == 0), "\(one) \(other)")
      // A key that begins as another does not begin with the other's bytes, unless its values do.
      if one.count > 1, one[0] != other[0] { #expect(!left.starts(with: Self.encoded([other[0]])), "\(one) \(other)") }
    }
  }

  /// What a Query with `begins_with` reads: the keys whose escaped text begins with the escaped prefix.
  @Test func prefixesOfEscapedTextAgree() throws {
    var generator = SeededGenerator(seed: 53)
    for _ in 0..<10_000 {
      guard case .blob(let text) = Self.random(2, &generator), case .blob(let start) = Self.random(2, &generator) else {
        continue
      }
      var key: [UInt8] = []
      KeyEncoding.appendDelimited(.binary(text), to: &key)
      var prefix: [UInt8] = []
      KeyEncoding.appendEscaped(start, to: &prefix)
      #expect(key.starts(with: prefix) == text.starts(with: start), "\(text) \(start)")
    }
  }

  private static func encoded(_ values: [PlainValue]) -> [UInt8] {
    var key: [UInt8] = []
    for value in values { KeyEncoding.appendDelimited(value.value, to: &key) }
    return key
  }

  private static func random(_ type: Int, _ generator: inout SeededGenerator) -> PlainValue {
    switch type {
    case 0:
      let letters: [Character] = ["a", "b", "\u{0}", "\u{1}", "é", "😀"]
      return .text(
        String(
          (0..<Int.random(in: 0...3, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? "a" }))
    case 1:
      let reach = [2, 120, 1_000_000].randomElement(using: &generator) ?? 2
      return .number(Int.random(in: -reach...reach, using: &generator))
    default:
      return .blob(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          [0, 1, 0xFE, 0xFF].randomElement(using: &generator) ?? 0
        })
    }
  }
}
