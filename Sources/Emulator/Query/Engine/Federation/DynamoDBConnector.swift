import Protocols

/// The built-in connector for DynamoDB: one schema `default`, tables by their names in lower case, columns inferred from
/// the first four items, an equality on the hash key as Query and all else as Scan
/// (https://github.com/awslabs/aws-athena-query-federation/tree/master/athena-dynamodb).
package struct DynamoDBConnector: ConnectorPort {
  private let reader: any DynamoDBReader

  package init(_ reader: any DynamoDBReader) { self.reader = reader }

  package func schemas() async throws(QueryFailure) -> [String] { ["default"] }

  package func tables(in schema: String) async throws(QueryFailure) -> [String] {
    if schema != "default" { return [] }
    return try await names().map { $0.lowercased() }.sorted()
  }

  private func names() async throws(QueryFailure) -> [String] {
    do throws(AWSError) {
      return try await reader.tableNames()
    } catch {
      throw Self.failure(error)
    }
  }

  static func failure(_ error: AWSError) -> QueryFailure {
    QueryFailure("GENERIC_USER_ERROR", error.code + ": " + (error.message ?? ""))
  }

  /// The exact name first, then without case; two that differ in case only are an error.
  private func resolve(_ name: String) async throws(QueryFailure) -> String? {
    let all: [String] = try await names()
    if all.contains(name) { return name }
    let matches: [String] = all.filter { $0.lowercased() == name }
    if matches.count > 1 {
      throw QueryFailure(
        "GENERIC_USER_ERROR",
        "Multiple tables resolved from case insensitive name \(name): [\(matches.joined(separator: ", "))]")
    }
    return matches.first
  }

  package func table(_ schema: String, _ name: String) async throws(QueryFailure) -> ConnectorTable? {
    guard schema == "default", let exact: String = try await resolve(name) else { return nil }
    do throws(AWSError) {
      let description: DynamoDBTable = try await reader.describe(exact)
      let sample: DynamoDBPage = try await reader.page(exact, hashValue: nil, attributes: nil, limit: 4, after: nil)
      return ConnectorTable(schema: schema, name: exact, columns: DynamoDBSchema.columns(sample.items, description))
    } catch {
      throw Self.failure(error)
    }
  }

  package func scan(
    _ table: ConnectorTable, columns: [Int], constraints: [ColumnConstraint], limit: Int?
  ) async throws(QueryFailure) -> any ConnectorScan {
    let description: DynamoDBTable
    do throws(AWSError) {
      description = try await reader.describe(table.name)
    } catch {
      throw Self.failure(error)
    }
    var values: [DynamoDBValue]?
    let hashKey: String = description.hashKey
    if let column: Int = table.columns.firstIndex(where: { $0.name == hashKey.lowercased() }),
      let constraint: ColumnConstraint = constraints.first(where: { $0.column == column })
    {
      values = Self.keyValues(
        constraint.values, table.columns[column].type, description.attributes.first { $0.name == hashKey }?.type ?? "S")
    }
    return DynamoDBScan(
      reader, table: table.name, columns: columns.map { table.columns[$0] },
      hashKey: hashKey, hashValues: values, limit: limit)
  }

  /// nil where a value cannot be written as a key of that type: then all is scanned.
  private static func keyValues(_ values: [Datum], _ type: SQLType, _ keyType: String) -> [DynamoDBValue]? {
    var list: [DynamoDBValue] = []
    for value in values {
      switch (keyType, value) {
      case ("S", .bytes(let text)): list.append(.string(String(decoding: text, as: UTF8.self)))
      case ("B", .bytes(let bytes)): list.append(.binary(bytes))
      case ("N", .decimal(let digits)):
        // A key with more than the column's nine decimals is not found this way, nor by AWS's connector.
        guard case .decimal(_, let scale) = type else { return nil }
        list.append(.number(trimmed(Decimal.text(digits, scale: scale))))
      default: return nil
      }
    }
    return list
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text: String = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}

/// A Scan, or one Query after the other, page by page.
final class DynamoDBScan: ConnectorScan {
  private let reader: any DynamoDBReader
  private let table: String
  private let columns: [ConnectorTable.Column]
  private let hashKey: String
  private var hashValues: [DynamoDBValue]
  private let isQuery: Bool
  private let limit: Int?
  private var hashValue: DynamoDBValue?
  private var startKey: DynamoDBItem?
  private var isEnded = false
  private var isStarted = false
  private var items: ArraySlice<DynamoDBItem> = []
  private var delivered = 0
  private(set) var bytesScanned = 0

  init(
    _ reader: any DynamoDBReader, table: String, columns: [ConnectorTable.Column], hashKey: String,
    hashValues: [DynamoDBValue]?, limit: Int?
  ) {
    self.reader = reader
    self.table = table
    self.columns = columns
    self.hashKey = hashKey
    self.hashValues = (hashValues ?? []).reversed()
    isQuery = hashValues != nil
    self.limit = limit
  }

  func next() async throws(QueryFailure) -> Batch? {
    while items.isEmpty {
      if let limit, delivered >= limit { return nil }
      if !isStarted || isEnded {
        if isQuery {
          guard let value: DynamoDBValue = hashValues.popLast() else { return nil }
          hashValue = value
        } else if isStarted {
          return nil
        }
        isStarted = true
        isEnded = false
        startKey = nil
      }
      do throws(AWSError) {
        // All attributes are asked for: a column's name is in lower case and its attribute's need not be.
        let page: DynamoDBPage = try await reader.page(
          table, hashValue: hashValue.map { (name: hashKey, value: $0) }, attributes: nil,
          limit: limit.map { max(1, $0 - delivered) }, after: startKey)
        bytesScanned += page.bytes
        items = page.items[...]
        startKey = page.lastKey
        isEnded = page.lastKey == nil
      } catch {
        throw DynamoDBConnector.failure(error)
      }
    }
    let part: ArraySlice<DynamoDBItem> = items.prefix(Batch.size)
    items = items.dropFirst(part.count)
    delivered += part.count
    let builders: [ColumnBuilder] = columns.map { ColumnBuilder($0.type) }
    for item in part {
      for (column, builder) in zip(columns, builders) {
        let attribute = item.first { $0.name == column.name } ?? item.first { $0.name.lowercased() == column.name }
        builder.append(attribute.map { DynamoDBSchema.datum($0.value, column.type) } ?? .null)
      }
    }
    return Batch(builders.map { $0.finish() }, count: part.count)
  }
}
