import Protocols
import Testing

@testable import DynamoDB

@Suite struct AttributeJSONTests {
  private static func json(_ item: Item) -> [UInt8] {
    var writer = JSONWriter()
    AttributeMapShape().encode(item.wrap(), to: &writer)
    return writer.bytes
  }

  private static func read(_ json: [UInt8]) throws -> ReceivedItem {
    let result: Result<Value, AWSError> = json.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      do throws(AWSError) { return .success(try AttributeMapShape().decode(&reader)) } catch { return .failure(error) }
    }
    return try #require(ReceivedItem.unwrap(try result.get()))
  }

  /// Random items, with every kind of character, come back from their JSON bit for bit.
  @Test func randomItemsComeBack() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<400 {
      var attributes = AttributeMap()
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        attributes[Self.text(&generator)] = Self.value(depth: 4, &generator)
      }
      attributes[[]] = nil
      let item = Item(attributes)
      let json = Self.json(item)
      _ = try JSONValue.parse(json)
      let received = try Self.read(json)
      #expect(received.fault == nil)
      #expect(received.item.bytes == item.bytes)
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> [UInt8] {
    let alphabet: [Character] = [
      "a", "b", "Z", "0", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{1f}", "\u{7f}", "é", "€", "😀",
    ]
    let count = [0, 1, 5, 8, 9, 40].randomElement(using: &generator) ?? 1
    return Array(String((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "a" }).utf8)
  }

  private static func value(depth: Int, _ generator: inout SeededGenerator) -> AttributeValue {
    let count = Int.random(in: 1...4, using: &generator)
    switch Int.random(in: 0..<(depth > 0 ? 11 : 9), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .number(DecimalNumber(Int.random(in: -1_000_000...1_000_000, using: &generator)))
    case 3: return .binary((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    case 4: return .stringSet((0..<count).map { Array("\($0)".utf8) + text(&generator) })
    case 5: return .numberSet((0..<count).map { DecimalNumber($0 - 2) })
    case 6: return .binarySet((0..<count).map { [UInt8($0)] })
    case 9: return .list((0..<(count - 1)).map { _ in value(depth: depth - 1, &generator) })
    case 10:
      var map = AttributeMap()
      for index in 0..<(count - 1) { map[Array("k\(index)".utf8)] = value(depth: depth - 1, &generator) }
      return .map(map)
    default: return .string(text(&generator))
    }
  }

  /// What is not there becomes no more characters than the room it is given.
  @Test func theWorstGrowthFits() throws {
    let controls = AttributeValue.string([UInt8](repeating: 1, count: 1000))
    let flags = AttributeValue.list([AttributeValue](repeating: .bool(false), count: 1000))
    let empties = AttributeValue.stringSet([[]])
    for value in [controls, flags, empties, .list([]), .map(AttributeMap())] {
      let item = item(["": value])
      #expect(try Self.read(Self.json(item)).item.bytes == item.bytes)
    }
    #expect(Self.json(Item()) == Array("{}".utf8))
  }

  /// Unknown types and nulls are as if they were not there.
  @Test func unknownMembersAreNoTypes() throws {
    let received = try Self.read(Array(#"{"a":{"S":"x","N":null,"Future":[1]},"b":null}"#.utf8))
    #expect(received.item == item(["a": s("x")]))
    #expect(received.fault == nil)
  }

  /// Cut anywhere, the text is refused and nothing breaks.
  @Test func everyCutIsRefused() throws {
    let whole = Array(
      #"{"a":{"L":[{"S":"\u00e9x"},{"M":{"k":{"NS":["1","2"]}}},{"B":"AQ=="}]},"b":{"BOOL":true}}"#.utf8)
    _ = try Self.read(whole)
    for length in 0..<whole.count {
      #expect(throws: AWSError.self) { try Self.read(Array(whole[..<length])) }
    }
  }
}
