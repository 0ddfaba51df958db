import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Athena

/// A house with Athena alone: a bucket in memory and an engine that does as it is told.
struct AthenaHouse {
  let house: TestHouse
  let objects: MemoryObjects
  let engine: ScriptedEngine

  init(
    path: String? = nil, _ objects: MemoryObjects = MemoryObjects(), _ engine: ScriptedEngine = ScriptedEngine(),
    starts: Bool = true
  ) throws {
    self.objects = objects
    self.engine = engine
    let ports = Ports()
    ports.objects = objects
    house = try TestHouse(path: path, ports: ports, starts: starts) { [try AthenaService($0, $1, engine)] }
  }

  func begin(
    _ statement: String, _ fill: (inout Values<StartQueryExecution.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> String {
    let output = try await house.call(StartQueryExecution.self) {
      $0[StartQueryExecution.Input.queryString] = statement
      $0[StartQueryExecution.Input.resultConfiguration] = .with {
        $0[ResultConfiguration.outputLocation] = "s3://results/athena"
      }
      fill(&$0)
    }
    return output[StartQueryExecution.Output.queryExecutionID] ?? ""
  }

  func refusal(
    _ statement: String, _ fill: (inout Values<StartQueryExecution.Input>) -> Void = { _ in }
  ) async -> AWSError? {
    do throws(AWSError) {
      _ = try await begin(statement, fill)
      return nil
    } catch {
      return error
    }
  }

  func execution(_ id: String) async throws(AWSError) -> Values<QueryExecution> {
    let output = try await house.call(GetQueryExecution.self) { $0[GetQueryExecution.Input.queryExecutionID] = id }
    return output[GetQueryExecution.Output.queryExecution] ?? Values()
  }

  func state(_ id: String) async throws(AWSError) -> String {
    try await execution(id)[QueryExecution.status]?[QueryExecutionStatus.state] ?? ""
  }

  /// Waits until the execution has come to the state, for some seconds at most.
  func wait(_ id: String, for wanted: String) async throws -> Values<QueryExecution> {
    for _ in 0..<2000 {
      let execution = try await execution(id)
      if execution[QueryExecution.status]?[QueryExecutionStatus.state] == wanted { return execution }
      try await Task.sleep(nanoseconds: 2_000_000)
    }
    return try await execution(id)
  }

  func results(
    _ id: String, token: String? = nil, limit: Int32? = nil
  ) async throws(AWSError) -> (rows: [[String?]], next: String?, columns: [Values<ColumnInfo>]) {
    let output = try await house.call(GetQueryResults.self) {
      $0[GetQueryResults.Input.queryExecutionID] = id
      $0[GetQueryResults.Input.nextToken] = token
      $0[GetQueryResults.Input.maxResults] = limit
    }
    let set = output[GetQueryResults.Output.resultSet] ?? Values()
    let rows = (set[ResultSet.rows] ?? []).map { row in (row[Row.data] ?? []).map { $0[Datum.varCharValue] } }
    let columns = set[ResultSet.resultSetMetadata]?[ResultSetMetadata.columnInfo] ?? []
    return (rows, output[GetQueryResults.Output.nextToken], columns)
  }
}

/// Objects of the one bucket `results`.
final class MemoryObjects: ObjectPort {
  let objects = Mutex<[String: [UInt8]]>([:])

  subscript(key: String) -> String? {
    objects.withLock { $0[key].map { String(decoding: $0, as: UTF8.self) } }
  }
  var keys: [String] { objects.withLock { $0.keys.sorted() } }

  func put(
    _ bucket: String, _ key: String, _ body: [UInt8], contentType: String?, as caller: Caller, region: String
  ) async throws(AWSError) {
    if bucket != "results" { throw AWSError("NoSuchBucket", "The specified bucket does not exist", status: 404) }
    objects.withLock { $0[key] = body }
  }
  func get(
    _ bucket: String, _ key: String, range: Range<Int>?, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8] {
    guard let body = objects.withLock({ $0[key] }) else {
      throw AWSError("NoSuchKey", "The specified key does not exist.", status: 404)
    }
    guard let range else { return body }
    return Array(body[min(range.lowerBound, body.count)..<min(range.upperBound, body.count)])
  }
  func list(
    _ bucket: String, prefix: String, token: String?, as caller: Caller, region: String
  ) async throws(AWSError) -> ObjectPage { ObjectPage(entries: [], nextToken: nil) }
  func hasBucket(_ bucket: String, as caller: Caller, region: String) async -> Bool { bucket == "results" }
}

/// `rows N` gives N rows, `fail` fails, `hold` waits to be released or cancelled, `broken` is refused; whatever begins
/// with SHOW is a statement of one line.
final class ScriptedEngine: QueryRunner {
  let held = Mutex<[Signal]>([])
  let requests = Mutex<[QueryRequest]>([])

  func read(_ statement: String, parameters: [String]) throws(QueryRefusal) -> StatementReading {
    if statement == "broken" {
      throw QueryRefusal("line 1:1: mismatched input 'broken'", code: "MALFORMED_QUERY")
    }
    if statement.hasPrefix("SHOW") { return StatementReading(type: "UTILITY", subtype: "SHOW_TABLES") }
    return StatementReading(type: "DML", subtype: "SELECT")
  }

  func run(_ request: QueryRequest) async throws(QueryRunFailure) -> QueryAnswer {
    requests.withLock { $0.append(request) }
    let words = request.statement.split(separator: " ")
    switch words.first {
    case "fail":
      throw QueryRunFailure(
        "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved", category: 2, type: 1006, scannedBytes: 7)
    case "hold":
      let signal = Signal()
      held.withLock { $0.append(signal) }
      try? await signal.wait()
      return answer("\"a\"\n")
    case "SHOW":
      let column = ResultColumn(name: "tab_name", type: "string", precision: 0, scale: 0, isCaseSensitive: false)
      return QueryAnswer(
        columns: [column], file: Array("t1\nt2\n".utf8), metadata: [1], scannedBytes: 0, planningMilliseconds: 0)
    case "quotes": return answer("\"a\",\"b\"\n\"say \"\"hi\"\"\",\n,\"\"\n\"two\nlines\",\"é\"\n")
    default:
      var text = "\"a\",\"b\"\n"
      for row in 0..<(words.count > 1 ? Int(words[1]) ?? 0 : 0) { text += "\"\(row)\",\n" }
      return answer(text)
    }
  }

  func release() {
    let signals = held.withLock { signals -> [Signal] in
      let all = signals
      signals = []
      return all
    }
    for signal in signals { signal.raise() }
  }

  private func answer(_ text: String) -> QueryAnswer {
    let columns = ["a", "b"].map {
      ResultColumn(name: $0, type: "varchar", precision: 2_147_483_647, scale: 0, isCaseSensitive: true)
    }
    return QueryAnswer(
      columns: columns, file: Array(text.utf8), metadata: [1], scannedBytes: 42, planningMilliseconds: 3)
  }

  func databases(in catalog: RegisteredCatalog, _ scope: QueryScope) async throws(AWSError) -> [CatalogDatabase] {
    ["a", "b", "c"].map { CatalogDatabase(name: $0, description: nil, parameters: [:]) }
  }
  func database(
    _ name: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> CatalogDatabase {
    CatalogDatabase(name: name, description: catalog.type, parameters: catalog.parameters)
  }
  func tables(
    of database: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> [CatalogTable] {
    ["orders", "orders_old", "stock"].map(table)
  }
  func table(
    _ name: String, of database: String, in catalog: RegisteredCatalog, _ scope: QueryScope
  ) async throws(AWSError) -> CatalogTable {
    if name == "none" {
      throw AWSError.metadata("EntityNotFoundException: Table none not found.")
    }
    return table(name)
  }
  private func table(_ name: String) -> CatalogTable {
    CatalogTable(
      name: name, created: nil, lastAccessed: nil, type: "EXTERNAL_TABLE",
      columns: [CatalogTable.Column(name: "id", type: "bigint", comment: nil)], partitionKeys: [], parameters: [:])
  }
}

extension AthenaHouse {
  func wire(_ action: String, _ body: String) async -> ClientAnswer {
    await house.json("AmazonAthena.\(action)", body, service: "athena")
  }

  func given(_ action: String, _ body: String) async {
    let answer = await wire(action, body)
    #expect(answer.status == 200, "\(answer.text)")
  }
}
