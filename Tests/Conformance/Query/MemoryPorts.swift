import Protocols
import Query
import SQLParser
import Synchronization

/// A Glue catalog in memory.
final class MemoryCatalog: CatalogPort {
  struct State {
    var databases: [String: DatabaseDefinition] = ["default": DatabaseDefinition(name: "default")]
    var tables: [String: [String: TableDefinition]] = [:]
    var partitions: [String: [PartitionDefinition]] = [:]
  }
  private let state: Mutex<State> = Mutex(State())

  func databases() async throws(AWSError) -> [DatabaseDefinition] {
    state.withLock { $0.databases.values.sorted { $0.name < $1.name } }
  }
  func database(_ name: String) async throws(AWSError) -> DatabaseDefinition? { state.withLock { $0.databases[name] } }
  func tables(in database: String) async throws(AWSError) -> [String] {
    state.withLock { ($0.tables[database] ?? [:]).keys.sorted() }
  }
  func table(_ database: String, _ name: String) async throws(AWSError) -> TableDefinition? {
    state.withLock { $0.tables[database]?[name] }
  }
  func partitions(_ database: String, _ table: String, token: String?) async throws(AWSError) -> PartitionPage {
    state.withLock { state in
      // Pages of one, so that paging is walked.
      let all: [PartitionDefinition] = state.partitions[database + "." + table] ?? []
      let at: Int = token.flatMap { Int($0) } ?? 0
      guard at < all.count else { return PartitionPage(partitions: [], nextToken: nil) }
      return PartitionPage(partitions: [all[at]], nextToken: at + 1 < all.count ? String(at + 1) : nil)
    }
  }
  func createDatabase(_ database: DatabaseDefinition) async throws(AWSError) {
    state.withLock { $0.databases[database.name] = database }
  }
  func dropDatabase(_ name: String) async throws(AWSError) {
    state.withLock { state in
      state.databases[name] = nil
      state.tables[name] = nil
    }
  }
  func createTable(_ table: TableDefinition) async throws(AWSError) {
    state.withLock { $0.tables[table.database, default: [:]][table.name] = table }
  }
  func dropTable(_ database: String, _ name: String) async throws(AWSError) {
    state.withLock { $0.tables[database]?[name] = nil }
  }
  func addPartitions(
    _ database: String, _ table: String, _ partitions: [PartitionDefinition]
  ) async throws(AWSError) {
    state.withLock { $0.partitions[database + "." + table, default: []] += partitions }
  }
}

/// Objects in memory, listed in pages of two and read in small pieces.
final class MemoryObjects: ObjectStorePort {
  private let objects: Mutex<[String: [UInt8]]> = Mutex([:])
  private let reads: Mutex<Set<String>> = Mutex([])
  private let piece: Int

  init(piece: Int = 1 << 20) { self.piece = piece }

  func put(_ key: String, _ body: [UInt8]) { objects.withLock { $0[key] = body } }
  func put(_ key: String, _ text: String) { put(key, Array(text.utf8)) }
  var keysRead: Set<String> { reads.withLock { $0 } }

  func list(_ bucket: String, prefix: String, token: String?) async throws(AWSError) -> ObjectListing {
    if bucket != "bucket" { throw AWSError("NoSuchBucket", "The specified bucket does not exist", status: 404) }
    let all: [(key: String, size: Int)] = objects.withLock { objects in
      objects.filter { $0.key.hasPrefix(prefix) && $0.key > token ?? "" }.map { ($0.key, $0.value.count) }
    }.sorted { $0.key < $1.key }
    let page: [(key: String, size: Int)] = Array(all.prefix(2))
    return ObjectListing(
      entries: page.map { ObjectListing.Entry(key: $0.key, size: $0.size) },
      nextToken: all.count > 2 ? page.last?.key : nil)
  }

  func read(_ bucket: String, _ key: String, range: Range<Int>) async throws(AWSError) -> [UInt8] {
    _ = reads.withLock { $0.insert(key) }
    let body: [UInt8] = objects.withLock { $0[key] ?? [] }
    return Array(body[range.clamped(to: 0..<body.count)].prefix(piece))
  }
}

final class CollectingSink: ResultSink {
  var columns: [ColumnInfo] = []
  var rows: [[String?]] = []
  var csv: [UInt8] = []
  var text: [UInt8] = []
  func start(_ columns: [ColumnInfo]) async throws(QueryFailure) {
    self.columns = columns
    csv = ResultFiles.csvHeader(columns)
  }
  func add(_ page: ResultPage) async throws(QueryFailure) {
    for row in 0..<page.rowCount { rows.append(page.row(row)) }
    csv += ResultFiles.csv(page)
    text += ResultFiles.text(page)
  }
}

/// The engine over ports in memory.
struct Engine {
  let catalog = MemoryCatalog()
  let objects: MemoryObjects
  var connector: (any ConnectorPort)?
  var memoryLimit = 1 << 30
  /// 2024-05-06 07:08:09.123456
  var session = QuerySession(now: 1_714_979_289_123_456)

  init(piece: Int = 1 << 20, connector: (any ConnectorPort)? = nil) {
    objects = MemoryObjects(piece: piece)
    self.connector = connector
  }

  struct Outcome {
    var sink: CollectingSink
    var summary: QuerySummary
  }

  func run(
    _ sql: String, _ parameters: [String] = [], cancel: CancelFlag = CancelFlag()
  ) async throws -> Outcome {
    let query: PreparedQuery = try QueryEngine.prepare(sql, session, parameters: parameters)
    let connector = self.connector
    let environment = QueryEnvironment(
      catalog: catalog, objects: objects,
      connector: { (name) throws(QueryFailure) in name == "ddb" ? connector : nil }, memoryLimit: memoryLimit)
    let sink = CollectingSink()
    let summary: QuerySummary = try await query.execute(in: environment, to: sink, cancel: cancel)
    return Outcome(sink: sink, summary: summary)
  }

  /// The rows as text, cells parted by `|`, NULL as `∅`; or what failed.
  func text(_ sql: String, _ parameters: [String] = []) async -> String {
    do {
      let outcome: Outcome = try await run(sql, parameters)
      return outcome.sink.rows.map { row in row.map { $0 ?? "∅" }.joined(separator: "|") }.joined(separator: "\n")
    } catch let failure as QueryFailure {
      return failure.message
    } catch let error as QuerySyntaxError {
      return error.message
    } catch {
      return "\(error)"
    }
  }
}
