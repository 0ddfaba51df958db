import Protocols
import Testing

@testable import DynamoDB

/// Random writes, and after them every read, against a plain model: a list of items that is filtered and sorted.
@Suite struct ItemModelTests {
  /// An item of the model; keys and values are few, so that they meet often.
  private struct Entry: Equatable {
    var p: String
    var c: String
    var g: String?
    var x: Int?
    var v: Int?

    var json: String {
      var parts = [#""p":{"S":"\#(p)"}"#, #""c":{"S":"\#(c)"}"#]
      if let g { parts.append(#""g":{"S":"\#(g)"}"#) }
      if let x { parts.append(#""x":{"N":"\#(x)"}"#) }
      if let v { parts.append(#""v":{"N":"\#(v)"}"#) }
      return "{" + parts.joined(separator: ",") + "}"
    }

    var key: String { #"{"p":{"S":"\#(p)"},"c":{"S":"\#(c)"}}"# }

    init(p: String, c: String) {
      self.p = p
      self.c = c
    }

    init(_ json: JSONValue) {
      p = json["p"]?["S"]?.string ?? "?"
      c = json["c"]?["S"]?.string ?? "?"
      g = json["g"]?["S"]?.string
      x = json["x"]?["N"]?.string.flatMap { Int($0) }
      v = json["v"]?["N"]?.string.flatMap { Int($0) }
    }
  }

  /// Strings of which some begin with others, and with the byte that delimited keys escape.
  private static let texts = ["a", "ab", "a\\u0000", "a\\u0000b", "b", "é", "a\\u0001"]
  private static let numbers = [-100, -11, -10, -1, 0, 1, 2, 10, 11, 100]

  private static func text(_ generator: inout SeededGenerator) -> String {
    (try? JSONValue.parse("\"" + (texts.randomElement(using: &generator) ?? "a") + "\""))?.string ?? "a"
  }

  private static func escaped(_ text: String) -> String {
    String(decoding: JSONValue.string(text).bytes.dropFirst().dropLast(), as: UTF8.self)
  }

  private static func house() async throws -> DynamoDBHouse {
    let house = try DynamoDBHouse()
    _ = await house.call(
      "CreateTable",
      #"""
      {"TableName":"tab","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[
      {"AttributeName":"p","AttributeType":"S"},{"AttributeName":"c","AttributeType":"S"},
      {"AttributeName":"x","AttributeType":"N"},{"AttributeName":"g","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"c","KeyType":"RANGE"}],
      "LocalSecondaryIndexes":[{"IndexName":"byNumber","KeySchema":[{"AttributeName":"p","KeyType":"HASH"},
      {"AttributeName":"x","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}],
      "GlobalSecondaryIndexes":[{"IndexName":"byText","KeySchema":[{"AttributeName":"p","KeyType":"HASH"},
      {"AttributeName":"g","KeyType":"RANGE"},{"AttributeName":"x","KeyType":"RANGE"}],
      "Projection":{"ProjectionType":"ALL"}}]}
      """#)
    return house
  }

  private static func escapedEntry(_ entry: Entry) -> Entry {
    var written = entry
    written.p = escaped(entry.p)
    written.c = escaped(entry.c)
    written.g = entry.g.map(escaped)
    return written
  }

  /// One random write, done in both; what DynamoDB answers is checked by the reads after it.
  private static func write(
    _ house: DynamoDBHouse, _ model: inout [Entry], _ generator: inout SeededGenerator
  ) async {
    var entry = Entry(p: ["k", "kk"].randomElement(using: &generator) ?? "k", c: text(&generator))
    let place = model.firstIndex { $0.p == entry.p && $0.c == entry.c }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<5:
      entry.g = Bool.random(using: &generator) ? text(&generator) : nil
      entry.x = Bool.random(using: &generator) ? numbers.randomElement(using: &generator) : nil
      entry.v = Int.random(in: 0..<1000, using: &generator)
      _ = await house.call("PutItem", #"{"TableName":"tab","Item":\#(escapedEntry(entry).json)}"#)
      if let place { model[place] = entry } else { model.append(entry) }
    case 5..<8:
      let x = numbers.randomElement(using: &generator) ?? 0
      _ = await house.call(
        "UpdateItem",
        #"{"TableName":"tab","Key":\#(escapedEntry(entry).key),"UpdateExpression":"SET x = :x REMOVE g ADD v :one","ExpressionAttributeValues":{":x":{"N":"\#(x)"},":one":{"N":"1"}}}"#
      )
      if let place { entry.v = model[place].v }
      entry.x = x
      entry.v = (entry.v ?? 0) + 1
      if let place { model[place] = entry } else { model.append(entry) }
    default:
      _ = await house.call("DeleteItem", #"{"TableName":"tab","Key":\#(escapedEntry(entry).key)}"#)
      if let place { model.remove(at: place) }
    }
  }

  private static func items(_ answer: String) -> [Entry] {
    ((try? JSONValue.parse(answer))?["Items"]?.array ?? []).map { Entry($0) }
  }

  private static func precedes(_ one: String, _ other: String) -> Bool {
    Array(one.utf8).lexicographicallyPrecedes(Array(other.utf8))
  }

  private static func sorted(_ entries: [Entry]) -> [Entry] {
    entries.sorted { $0.p != $1.p ? precedes($0.p, $1.p) : precedes($0.c, $1.c) }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func agreesWithAPlainModel(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let house = try await Self.house()
    var model: [Entry] = []
    for round in 0..<12 {
      for _ in 0..<15 { await Self.write(house, &model, &generator) }
      #expect(Self.sorted(Self.items(await house.call("Scan", #"{"TableName":"tab"}"#))) == Self.sorted(model))
      for (index, holds) in [
        ("byNumber", { (entry: Entry) in entry.x != nil }), ("byText", { $0.x != nil && $0.g != nil }),
      ] {
        let scanned = Self.items(await house.call("Scan", #"{"TableName":"tab","IndexName":"\#(index)"}"#))
        #expect(Self.sorted(scanned) == Self.sorted(model.filter(holds)), "round \(round), \(index)")
      }
      await Self.queryNumbers(house, model, &generator)
      await Self.queryTexts(house, model, &generator)
    }
  }

  /// `p = k` with a random condition on the number, forwards and backwards, page by page.
  private static func queryNumbers(
    _ house: DynamoDBHouse, _ model: [Entry], _ generator: inout SeededGenerator
  ) async {
    let one = numbers.randomElement(using: &generator) ?? 0
    let two = max(one, numbers.randomElement(using: &generator) ?? 0)
    let conditions: [(String, (Int) -> Bool)] = [
      ("x = :a", { $0 == one }), ("x < :a", { $0 < one }), ("x <= :a", { $0 <= one }), ("x > :a", { $0 > one }),
      ("x >= :a", { $0 >= one }), ("x BETWEEN :a AND :b", { $0 >= one && $0 <= two }),
    ]
    for (condition, holds) in conditions {
      let forward = Bool.random(using: &generator)
      var found: [Int] = []
      var start = ""
      for _ in 0..<30 {
        let second = condition.contains(":b") ? #",":b":{"N":"\#(two)"}"# : ""
        let answer = await house.call(
          "Query",
          #"{"TableName":"tab","IndexName":"byNumber","Limit":2,"ScanIndexForward":\#(forward),"KeyConditionExpression":"p = :p AND \#(condition)","ExpressionAttributeValues":{":p":{"S":"k"},":a":{"N":"\#(one)"}\#(second)}\#(start)}"#
        )
        found += items(answer).compactMap(\.x)
        guard let last = (try? JSONValue.parse(answer))?["LastEvaluatedKey"] else { break }
        start = #","ExclusiveStartKey":"# + String(decoding: last.bytes, as: UTF8.self)
      }
      let expected = model.filter { $0.p == "k" }.compactMap(\.x).filter(holds).sorted()
      #expect(found == (forward ? expected : expected.reversed()), "\(condition) \(one) \(two)")
    }
  }

  /// Conditions on the first sort attribute alone, and on both.
  private static func queryTexts(
    _ house: DynamoDBHouse, _ model: [Entry], _ generator: inout SeededGenerator
  ) async {
    let text = text(&generator)
    let number = numbers.randomElement(using: &generator) ?? 0
    let conditions: [(String, (String, Int) -> Bool)] = [
      ("g = :t", { found, _ in found == text }), ("g < :t", { found, _ in precedes(found, text) }),
      ("g <= :t", { found, _ in !precedes(text, found) }), ("g > :t", { found, _ in precedes(text, found) }),
      ("begins_with(g, :t)", { found, _ in Array(found.utf8).starts(with: Array(text.utf8)) }),
      ("g = :t AND x < :n", { $0 == text && $1 < number }), ("g = :t AND x >= :n", { $0 == text && $1 >= number }),
    ]
    for (condition, holds) in conditions {
      let second = condition.contains(":n") ? #",":n":{"N":"\#(number)"}"# : ""
      let answer = await house.call(
        "Query",
        #"{"TableName":"tab","IndexName":"byText","KeyConditionExpression":"p = :p AND \#(condition)","ExpressionAttributeValues":{":p":{"S":"k"},":t":{"S":"\#(escaped(text))"}\#(second)}}"#
      )
      let found = items(answer).map { "\($0.g ?? "?") \($0.x ?? 0)" }
      let expected = model.filter { $0.p == "k" && $0.g != nil && $0.x != nil && holds($0.g ?? "", $0.x ?? 0) }
        .sorted { $0.g != $1.g ? precedes($0.g ?? "", $1.g ?? "") : ($0.x ?? 0) < ($1.x ?? 0) }
        .map { "\($0.g ?? "?") \($0.x ?? 0)" }
      #expect(found == expected, "\(condition) \(text) \(number)")
    }
  }
}
