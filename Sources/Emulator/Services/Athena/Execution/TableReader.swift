import Protocols
import Query
import Runtime

/// DynamoDB's tables as the engine's connector reads them, in the name of the query's caller.
struct TableReader: DynamoDBReader {
  private let tables: any TablePort
  private let scope: QueryScope

  init(_ tables: any TablePort, _ scope: QueryScope) {
    self.tables = tables
    self.scope = scope
  }

  func tableNames() async throws(AWSError) -> [String] {
    try await tables.listTables(as: scope.caller, region: scope.region)
  }

  func describe(_ table: String) async throws(AWSError) -> DynamoDBTable {
    let description = try await tables.describe(table, as: scope.caller, region: scope.region)
    return DynamoDBTable(name: table, hashKey: description.hashKey, attributes: description.attributes)
  }

  /// More attributes than are wanted come too: the port reads whole items.
  func page(
    _ table: String, hashValue: (name: String, value: DynamoDBValue)?, attributes: [String]?, limit: Int?,
    after startKey: DynamoDBItem?
  ) async throws(AWSError) -> DynamoDBPage {
    let page = try await tables.items(
      table, hashKey: hashValue.map { (name: $0.name, value: AttributeJSON.json($0.value)) }, limit: limit,
      startKey: startKey.map(AttributeJSON.json), as: scope.caller, region: scope.region)
    var bytes = 0
    var items: [DynamoDBItem] = []
    items.reserveCapacity(page.items.count)
    for json in page.items { items.append(AttributeJSON.item(json, &bytes)) }
    var unread = 0
    return DynamoDBPage(
      items: items, lastKey: page.lastEvaluatedKey.map { AttributeJSON.item($0, &unread) }, bytes: bytes)
  }
}

/// DynamoDB's JSON, `{"id":{"S":"1"}}`, and the connector's values.
enum AttributeJSON {
  /// Adds the sizes of names and values to `bytes`, as DynamoDB counts them.
  static func item(_ json: JSONValue, _ bytes: inout Int) -> DynamoDBItem {
    var item: DynamoDBItem = []
    for member in json.object?.members ?? [] {
      bytes += member.key.utf8.count
      item.append((member.key, value(member.value, &bytes)))
    }
    return item
  }

  private static func value(_ json: JSONValue, _ bytes: inout Int) -> DynamoDBValue {
    guard let member = json.object?.members.first else { return .null }
    let inner = member.value
    switch member.key {
    case "S": return .string(text(inner, &bytes))
    case "N": return .number(text(inner, &bytes))
    case "B": return .binary(Base64.decode(text(inner, &bytes)) ?? [])
    case "BOOL":
      bytes += 1
      return .bool(inner.bool ?? false)
    case "L":
      var values: [DynamoDBValue] = []
      for element in inner.array ?? [] { values.append(value(element, &bytes)) }
      return .list(values)
    case "M": return .map(item(inner, &bytes))
    case "SS": return .stringSet(texts(inner, &bytes))
    case "NS": return .numberSet(texts(inner, &bytes))
    case "BS": return .binarySet(texts(inner, &bytes).map { Base64.decode($0) ?? [] })
    default:
      bytes += 1
      return .null
    }
  }

  private static func text(_ json: JSONValue, _ bytes: inout Int) -> String {
    let text = json.string ?? ""
    bytes += text.utf8.count
    return text
  }

  private static func texts(_ json: JSONValue, _ bytes: inout Int) -> [String] {
    var all: [String] = []
    for element in json.array ?? [] { all.append(text(element, &bytes)) }
    return all
  }

  static func json(_ item: DynamoDBItem) -> JSONValue {
    .object(JSONObject(item.map { JSONObject.Member(key: $0.name, value: json($0.value)) }))
  }

  static func json(_ value: DynamoDBValue) -> JSONValue {
    switch value {
    case .string(let text): ["S": .string(text)]
    case .number(let text): ["N": .string(text)]
    case .binary(let bytes): ["B": .string(Base64.encode(bytes))]
    case .bool(let flag): ["BOOL": .bool(flag)]
    case .null: ["NULL": true]
    case .list(let values): ["L": .array(values.map(json))]
    case .map(let item): ["M": json(item)]
    case .stringSet(let texts): ["SS": .array(texts.map { .string($0) })]
    case .numberSet(let texts): ["NS": .array(texts.map { .string($0) })]
    case .binarySet(let all): ["BS": .array(all.map { .string(Base64.encode($0)) })]
    }
  }
}
