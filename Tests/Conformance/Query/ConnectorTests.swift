import Protocols
import Query
import SQLParser
import Synchronization
import Testing

/// Tables of items; Scan and Query in pages of two.
private final class MemoryDynamoDB: DynamoDBReader {
  let items: [DynamoDBItem]
  let queries: Mutex<[String]> = Mutex([])
  init(_ items: [DynamoDBItem]) { self.items = items }

  func tableNames() async throws(AWSError) -> [String] { ["Products", "twice", "Twice"] }
  func describe(_ table: String) async throws(AWSError) -> DynamoDBTable {
    DynamoDBTable(name: table, hashKey: "Id", attributes: [("Id", "N")])
  }
  func page(
    _ table: String, hashValue: (name: String, value: DynamoDBValue)?, attributes: [String]?, limit: Int?,
    after startKey: DynamoDBItem?
  ) async throws(AWSError) -> DynamoDBPage {
    var found: [DynamoDBItem] = items
    if case .number(let wanted)? = hashValue?.value {
      queries.withLock { $0.append(wanted) }
      found = items.filter { item in
        item.contains { attribute in
          if case .number(let number) = attribute.value { attribute.name == "Id" && number == wanted } else { false }
        }
      }
    }
    var start = 0
    if case .number(let text)? = startKey?.first?.value { start = Int(text) ?? 0 }
    let end: Int = min(found.count, start + min(limit ?? 2, limit == 4 ? 4 : 2))
    return DynamoDBPage(
      items: Array(found[start..<end]), lastKey: end < found.count ? [("at", .number(String(end)))] : nil,
      bytes: (end - start) * 100)
  }
}

@Suite struct ConnectorTests {
  private static let items: [DynamoDBItem] = [
    [("Id", .number("1")), ("name", .string("pen")), ("gone", .null), ("tags", .stringSet(["a", "b"]))],
    [
      ("Id", .number("2.5")), ("price", .number("1.50")), ("mixed", .list([.string("x"), .number("1")])),
      ("empty", .list([])),
    ],
    [
      ("Id", .number("3")), ("box", .map([("W", .number("2")), ("deep", .list([.bool(true)]))])),
      ("name", .string("cup")),
    ],
    [("Id", .number("4")), ("raw", .binary([1, 255])), ("price", .string("free"))],
    [("Id", .number("5")), ("late", .string("not in the schema")), ("price", .number("9"))],
  ]

  @Test func columnsAreInferred() async {
    let engine = Engine(connector: DynamoDBConnector(MemoryDynamoDB(Self.items)))
    let found: String = await engine.text("SELECT * FROM ddb.default.products WHERE id = 99")
    #expect(found == "")
    var session: Engine = engine
    session.session = QuerySession(catalog: "DDB", database: "default", now: 0)
    #expect(await session.text("SHOW TABLES") == "products\ntwice\ntwice")
    let outcome = try? await session.run("DESCRIBE products")
    let columns: [String] = (outcome?.sink.rows ?? []).map { row in
      row.map { ($0 ?? "").split(separator: " ").joined() }.joined(separator: ":")
    }
    #expect(
      columns == [
        "id:decimal(38,9):", "name:string:", "tags:array<string>:", "price:string:", "mixed:array<string>:",
        "box:struct<w:decimal(38,9),deep:array<boolean>>:", "raw:binary:",
      ])
  }

  @Test func valuesAreConverted() async {
    let engine = Engine(connector: DynamoDBConnector(MemoryDynamoDB(Self.items)))
    #expect(
      await engine.text(
        "SELECT id, name, tags, price, mixed, box, raw FROM \"ddb\".\"default\".\"Products\" ORDER BY id")
          == """
          1.000000000|pen|[a, b]|∅|∅|∅|∅
          2.500000000|∅|∅|1.50|[x, 1]|∅|∅
          3.000000000|cup|∅|∅|∅|{w=2.000000000, deep=[true]}|∅
          4.000000000|∅|∅|free|∅|∅|01 ff
          5.000000000|∅|∅|9|∅|∅|∅
          """)
    #expect(await engine.text("SELECT count(*) FROM ddb.default.products") == "5")
    let first: String = await engine.text("SELECT name FROM ddb.default.products LIMIT 1")
    #expect(first == "pen")
  }

  @Test func anEqualityOnTheHashKeyIsAQuery() async throws {
    let reader = MemoryDynamoDB(Self.items)
    let engine = Engine(connector: DynamoDBConnector(reader))
    let outcome = try await engine.run("SELECT name FROM ddb.default.products WHERE id IN (3, 1) AND name <> 'pen'")
    #expect(outcome.sink.rows == [["cup"]])
    #expect(reader.queries.withLock { $0 } == ["3", "1"])
    #expect(outcome.summary.statistics.bytesScanned == 200)
    #expect(await engine.text("SELECT price FROM ddb.default.products WHERE id = 2.5") == "1.50")
  }

  @Test func namesAreResolvedWithoutCase() async {
    let engine = Engine(connector: DynamoDBConnector(MemoryDynamoDB([])))
    #expect(
      await engine.text("SELECT * FROM ddb.default.none")
        == "TABLE_NOT_FOUND: line 1:15: Table 'ddb.default.none' does not exist")
    #expect(
      await engine.text("SELECT * FROM ddb.other.products")
        == "SCHEMA_NOT_FOUND: line 1:15: Schema 'other' does not exist")
    #expect(await engine.text("SELECT * FROM ddb.default.products") == "")
    #expect(await engine.text("SELECT id FROM ddb.default.twice") == "")
  }
}
