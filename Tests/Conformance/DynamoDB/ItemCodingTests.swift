import Testing

@testable import DynamoDB

@Suite struct ItemCodingTests {
  static let everything: Item = item([
    "s": s("text"), "empty": s(""), "n": n("-12.50"), "b": b(0, 255), "t": .bool(true), "f": .bool(false),
    "null": .null, "ss": ss("a", "b"), "ns": ns(1, 20, -3), "bs": .binarySet([[1], []]),
    "l": l(s("x"), n("1"), l(), m(["y": .null])), "m": m(["a": m(["b": l(s("deep"))]), "c": s("é")]),
    "long": s(String(repeating: "x", count: 20_000)),
  ])

  @Test func whatIsWrittenIsRead() {
    let attributes = Self.everything.attributes
    #expect(attributes.count == 13)
    #expect(Item(attributes).bytes == Self.everything.bytes)
    #expect(attributes[Array("n".utf8)] == n("-12.5"))
    #expect(attributes[Array("m".utf8)] == m(["c": s("é"), "a": m(["b": l(s("deep"))])]))
    #expect(attributes[Array("bs".utf8)] == .binarySet([[], [1]]))
  }

  @Test func singleAttributesAreFound() {
    #expect(Self.everything[Array("long".utf8)] == s(String(repeating: "x", count: 20_000)))
    #expect(Self.everything[Array("null".utf8)] == .null)
    #expect(Self.everything[Array("nul".utf8)] == nil)
    #expect(Self.everything.attributeCount == 13)
  }

  @Test func pathsLeadIntoMapsAndLists() {
    func path(_ name: String, _ steps: DocumentPath.Step...) -> DocumentPath { DocumentPath(Array(name.utf8), steps) }
    let item = Self.everything
    #expect(item.value(of: path("m", .name(Array("a".utf8)), .name(Array("b".utf8)), .index(0))) == s("deep"))
    #expect(item.value(of: path("l", .index(3), .name(Array("y".utf8)))) == .null)
    #expect(item.value(of: path("l", .index(4))) == nil)
    #expect(item.value(of: path("s", .index(0))) == nil)
    #expect(item.value(of: path("m", .index(0))) == nil)
  }

  /// Sizes that DynamoDB charges: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
  static let sizesCases: [(Item, Int)] = [
    (item(["a": s("abc")]), 4), (item(["a": s("é")]), 3), (item(["a": .bool(true)]), 2), (item(["a": .null]), 2),
    (item(["a": b(1, 2)]), 3), (item(["a": n("0")]), 2), (item(["a": n("1")]), 3), (item(["a": n("12")]), 3),
    (item(["a": n("123")]), 4), (item(["a": n("-12")]), 4), (item(["a": n("1.2")]), 4), (item(["a": n("100")]), 3),
    (item(["a": l()]), 4), (item(["a": l(s("x"), s("yz"))]), 9), (item(["a": m([:])]), 4),
    (item(["a": m(["bc": s("d")])]), 8), (item(["a": ss("x", "yz")]), 4), (item([:]), 0),
  ]

  @Test(arguments: ItemCodingTests.sizesCases)
  func sizes(item: Item, size: Int) {
    #expect(ItemSize.of(item) == size)
  }

  @Test func equalityDisregardsOrder() {
    #expect(item(["a": s("1"), "b": ss("x", "y")]) == item(["b": ss("y", "x"), "a": s("1")]))
    #expect(item(["a": l(s("1"), s("2"))]) != item(["a": l(s("2"), s("1"))]))
    #expect(n("1.0") == n("1"))
    #expect(s("1") != n("1"))
  }

  @Test func largeMapsAreFoundByName() {
    var map = AttributeMap()
    for index in 0..<200 { map[Array("name\(index)".utf8)] = n("\(index)") }
    map[Array("name7".utf8)] = nil
    map[Array("name9".utf8)] = s("nine")
    #expect(map.count == 199)
    #expect(map[Array("name7".utf8)] == nil)
    #expect(map[Array("name9".utf8)] == s("nine"))
    #expect(map[Array("name199".utf8)] == n("199"))
    #expect(Item(map).attributes == map)
  }
}
