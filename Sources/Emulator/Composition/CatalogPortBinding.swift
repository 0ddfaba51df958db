import Glue
import Protocols
import Query
import Runtime

/// The catalog as the SQL engine sees it, in one caller's name: Glue's operations.
struct CatalogPortBinding: CatalogPort {
  private let glue: CatalogCalls

  init(_ cloud: Cloud, as caller: Caller, region: String) {
    glue = CatalogCalls(cloud, as: caller, region: region)
  }

  // MARK: Reading

  func databases() async throws(AWSError) -> [DatabaseDefinition] {
    var found: [DatabaseDefinition] = []
    var token: JSONValue?
    repeat {
      var input = JSONObject()
      input["NextToken"] = token
      let page = try await glue.getDatabases(.object(input))
      found += (page["DatabaseList"]?.array ?? []).map(Self.database)
      token = page["NextToken"]
    } while token != nil
    return found
  }

  func database(_ name: String) async throws(AWSError) -> DatabaseDefinition? {
    do throws(AWSError) {
      return try await glue.getDatabase(["Name": .string(name)])["Database"].map(Self.database)
    } catch {
      if error.code == "EntityNotFoundException" { return nil }
      throw error
    }
  }

  func tables(in database: String) async throws(AWSError) -> [String] {
    var found: [String] = []
    var token: JSONValue?
    repeat {
      var input = JSONObject([JSONObject.Member(key: "DatabaseName", value: .string(database))])
      input["AttributesToGet"] = ["NAME"]
      input["NextToken"] = token
      let page = try await glue.getTables(.object(input))
      found += (page["TableList"]?.array ?? []).compactMap { $0["Name"]?.string }
      token = page["NextToken"]
    } while token != nil
    return found
  }

  func table(_ database: String, _ name: String) async throws(AWSError) -> TableDefinition? {
    do throws(AWSError) {
      let output = try await glue.getTable(["DatabaseName": .string(database), "Name": .string(name)])
      return output["Table"].map(Self.table)
    } catch {
      if error.code == "EntityNotFoundException" { return nil }
      throw error
    }
  }

  func partitions(
    _ database: String, _ table: String, token: String?
  ) async throws(AWSError) -> PartitionPage {
    var input = JSONObject([
      JSONObject.Member(key: "DatabaseName", value: .string(database)),
      JSONObject.Member(key: "TableName", value: .string(table)),
    ])
    input["NextToken"] = token.map { .string($0) }
    let page = try await glue.getPartitions(.object(input))
    let partitions = (page["Partitions"]?.array ?? []).map { partition in
      PartitionDefinition(
        values: (partition["Values"]?.array ?? []).compactMap(\.string),
        storage: Self.storage(partition["StorageDescriptor"]))
    }
    return PartitionPage(partitions: partitions, nextToken: page["NextToken"]?.string)
  }

  // MARK: Changing

  func createDatabase(_ database: DatabaseDefinition) async throws(AWSError) {
    var input = JSONObject([JSONObject.Member(key: "Name", value: .string(database.name))])
    input["Description"] = database.comment.map { .string($0) }
    input["LocationUri"] = database.location.map { .string($0) }
    input["Parameters"] = Self.json(database.parameters)
    try await glue.createDatabase(["DatabaseInput": .object(input)])
  }

  func dropDatabase(_ name: String) async throws(AWSError) { try await glue.deleteDatabase(["Name": .string(name)]) }

  func createTable(_ table: TableDefinition) async throws(AWSError) {
    var input = JSONObject([JSONObject.Member(key: "Name", value: .string(table.name))])
    input["Description"] = table.comment.map { .string($0) }
    input["TableType"] = table.tableType.map { .string($0) }
    input["Parameters"] = Self.json(table.parameters)
    input["PartitionKeys"] = .array(table.partitionKeys.map(Self.json))
    input["StorageDescriptor"] = Self.json(table.storage, table.columns)
    try await glue.createTable(["DatabaseName": .string(table.database), "TableInput": .object(input)])
  }

  func dropTable(_ database: String, _ name: String) async throws(AWSError) {
    try await glue.deleteTable(["DatabaseName": .string(database), "Name": .string(name)])
  }

  /// Partitions that Glue takes in one call.
  private static let batch = 100

  func addPartitions(
    _ database: String, _ table: String, _ partitions: [PartitionDefinition]
  ) async throws(AWSError) {
    for start in stride(from: 0, to: partitions.count, by: Self.batch) {
      let page = partitions[start..<min(start + Self.batch, partitions.count)]
      let output = try await glue.batchCreatePartition([
        "DatabaseName": .string(database), "TableName": .string(table),
        "PartitionInputList": .array(
          page.map { partition in
            [
              "Values": .array(partition.values.map { .string($0) }),
              "StorageDescriptor": Self.json(partition.storage, []),
            ]
          }),
      ])
      if let failed = output["Errors"]?.array?.first?["ErrorDetail"] {
        throw AWSError(failed["ErrorCode"]?.string ?? "InternalServiceException", failed["ErrorMessage"]?.string)
      }
    }
  }

  // MARK: Definitions out of Glue's JSON

  private static func database(_ json: JSONValue) -> DatabaseDefinition {
    DatabaseDefinition(
      name: json["Name"]?.string ?? "", comment: json["Description"]?.string, location: json["LocationUri"]?.string,
      parameters: parameters(json["Parameters"]))
  }

  private static func table(_ json: JSONValue) -> TableDefinition {
    let storage = json["StorageDescriptor"]
    return TableDefinition(
      database: json["DatabaseName"]?.string ?? "", name: json["Name"]?.string ?? "",
      columns: (storage?["Columns"]?.array ?? []).map(column),
      partitionKeys: (json["PartitionKeys"]?.array ?? []).map(column), storage: Self.storage(storage),
      tableType: json["TableType"]?.string, comment: json["Description"]?.string,
      parameters: parameters(json["Parameters"]))
  }

  private static func storage(_ json: JSONValue?) -> StorageDefinition {
    let serde = json?["SerdeInfo"]
    return StorageDefinition(
      location: json?["Location"]?.string, inputFormat: json?["InputFormat"]?.string,
      outputFormat: json?["OutputFormat"]?.string, serde: serde?["SerializationLibrary"]?.string,
      serdeParameters: parameters(serde?["Parameters"]))
  }

  private static func column(_ json: JSONValue) -> ColumnDefinition {
    ColumnDefinition(
      json["Name"]?.string ?? "", json["Type"]?.string ?? "string", comment: json["Comment"]?.string)
  }

  private static func parameters(_ json: JSONValue?) -> [String: String] {
    var all: [String: String] = [:]
    for member in json?.object?.members ?? [] { all[member.key] = member.value.string }
    return all
  }

  // MARK: Glue's JSON out of definitions

  private static func json(_ parameters: [String: String]) -> JSONValue {
    let keys = parameters.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return .object(JSONObject(keys.map { JSONObject.Member(key: $0, value: .string(parameters[$0] ?? "")) }))
  }

  private static func json(_ column: ColumnDefinition) -> JSONValue {
    var json = JSONObject([JSONObject.Member(key: "Name", value: .string(column.name))])
    json["Type"] = .string(column.type)
    json["Comment"] = column.comment.map { .string($0) }
    return .object(json)
  }

  private static func json(_ storage: StorageDefinition, _ columns: [ColumnDefinition]) -> JSONValue {
    var json = JSONObject()
    json["Columns"] = .array(columns.map(Self.json))
    json["Location"] = storage.location.map { .string($0) }
    json["InputFormat"] = storage.inputFormat.map { .string($0) }
    json["OutputFormat"] = storage.outputFormat.map { .string($0) }
    var serde = JSONObject()
    serde["SerializationLibrary"] = storage.serde.map { .string($0) }
    serde["Parameters"] = Self.json(storage.serdeParameters)
    json["SerdeInfo"] = .object(serde)
    return .object(json)
  }
}
