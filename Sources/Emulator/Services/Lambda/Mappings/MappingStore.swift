import Protocols
import Storage

/// The mappings, kept beside their table, and how far each has come in each shard. Loop only.
final class MappingStore {
  /// Their first tables came with the functions'.
  private static let schema = [
    """
    ALTER TABLE lambda_mappings ADD COLUMN qualifier TEXT;
    ALTER TABLE lambda_mappings ADD COLUMN parallelization INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE lambda_mappings ADD COLUMN tumbling_window INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE lambda_mappings ADD COLUMN filters TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE lambda_mappings ADD COLUMN failure_destination TEXT;
    CREATE TABLE lambda_positions (mapping TEXT NOT NULL, shard TEXT NOT NULL, lanes INTEGER NOT NULL,
      lane INTEGER NOT NULL, sequence TEXT, is_done INTEGER NOT NULL, window_start INTEGER, state BLOB,
      PRIMARY KEY (mapping, shard, lane));
    INSERT INTO lambda_positions SELECT mapping, shard, 1, 0, sequence, is_done, NULL, NULL FROM lambda_checkpoints;
    DROP TABLE lambda_checkpoints
    """
  ]

  private let database: Database
  private let tags: LambdaStore
  private(set) var mappings: [String: EventSourceMapping] = [:]

  /// After the store of the functions, which keeps the tags.
  init(_ database: Database, _ tags: LambdaStore) throws {
    self.database = database
    self.tags = tags
    try Migrator.migrate(database, room: "lambda mappings", steps: MappingStore.schema)
    for mapping in try database.prepare("SELECT * FROM lambda_mappings").all([], MappingStore.mapping) {
      mappings[mapping.id] = mapping
    }
  }

  private func run<R>(_ body: () throws(DatabaseError) -> R) throws(AWSError) -> R {
    do { return try body() } catch { throw AWSError.internal("\(error)") }
  }

  func put(_ mapping: EventSourceMapping) throws(AWSError) {
    try run { () throws(DatabaseError) in
      try database.prepare(
        """
        INSERT OR REPLACE INTO lambda_mappings (id, account, region, name, source, position, position_time, enabled,
          state, batch_size, batch_window, retries, record_age, bisects, reports_failures, created, modified, result,
          qualifier, parallelization, tumbling_window, filters, failure_destination)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      ).run(
        .text(mapping.id), .text(mapping.function.account), .text(mapping.function.region),
        .text(mapping.function.name), .text(mapping.source), .text(mapping.startingPosition),
        .int(orNull: mapping.startingTimestamp.map { Int($0.milliseconds) }), .int(mapping.isEnabled ? 1 : 0),
        .text(mapping.state.rawValue), .int(mapping.batchSize), .int(mapping.batchWindow), .int(mapping.maximumRetries),
        .int(mapping.maximumRecordAge), .int(mapping.bisects ? 1 : 0), .int(mapping.reportsItemFailures ? 1 : 0),
        .int(Int(mapping.created.milliseconds)), .int(Int(mapping.lastModified.milliseconds)),
        .text(mapping.lastProcessingResult), .text(orNull: mapping.qualifier), .int(mapping.parallelizationFactor),
        .int(mapping.tumblingWindow), .text(JSONValue.array(mapping.filters.map { .string($0) }).text),
        .text(orNull: mapping.failureDestination))
    }
    set(mapping, for: mapping.id)
  }

  /// With its positions, a few for each shard, and its tags.
  func remove(_ id: String) throws(AWSError) {
    guard let mapping = mappings[id] else { return }
    try run { () throws(DatabaseError) in
      try database.prepare("DELETE FROM lambda_mappings WHERE id = ?").run(.text(id))
      try database.prepare("DELETE FROM lambda_positions WHERE mapping = ?").run(.text(id))
    }
    try tags.removeTags(of: "event-source-mapping:" + id, mapping.function.account, mapping.function.region)
    set(nil, for: id)
  }

  private func set(_ mapping: EventSourceMapping?, for id: String) {
    let old = mappings[id]
    mappings[id] = mapping
    database.round.onUndo { [self] in mappings[id] = old }
  }

  private static func mapping(_ row: Statement) -> EventSourceMapping {
    let filters = (try? JSONValue.parse(row.text(21)))?.array?.compactMap(\.string) ?? []
    return EventSourceMapping(
      id: row.text(0), function: LambdaFunction.Key(account: row.text(1), region: row.text(2), name: row.text(3)),
      qualifier: row.text(orNil: 18), source: row.text(4), startingPosition: row.text(5),
      startingTimestamp: row.int(orNil: 6).map { Timestamp(milliseconds: Int64($0)) }, isEnabled: row.int(7) != 0,
      state: EventSourceMapping.State(rawValue: row.text(8)) ?? .enabled, batchSize: row.int(9),
      batchWindow: row.int(10), parallelizationFactor: row.int(19), maximumRetries: row.int(11),
      maximumRecordAge: row.int(12), bisects: row.int(13) != 0, reportsItemFailures: row.int(14) != 0,
      tumblingWindow: row.int(20), filters: filters, failureDestination: row.text(orNil: 22),
      created: Timestamp(milliseconds: Int64(row.int(15))),
      lastModified: Timestamp(milliseconds: Int64(row.int(16))), lastProcessingResult: row.text(17))
  }

  // MARK: Positions

  /// Where each lane of each shard stands; a shard that was never read is missing. When the number of lanes was changed,
  /// every lane goes on from where the hindmost of the old ones stood: some records come again, none is left out.
  func positions(of mapping: String, lanes: Int) throws(AWSError) -> [String: [ShardPosition]] {
    var found: [String: (lanes: Int, rows: [Int: ShardPosition])] = [:]
    try run { () throws(DatabaseError) in
      try database.prepare(
        "SELECT shard, lanes, lane, sequence, is_done, window_start, state FROM lambda_positions WHERE mapping = ?"
      ).each([.text(mapping)]) { row throws(DatabaseError) in
        let window = row.int(orNil: 5).map {
          OpenWindow(start: Timestamp(milliseconds: Int64($0)), state: row.blob(6))
        }
        let position = ShardPosition(sequenceNumber: row.text(orNil: 3), isDone: row.int(4) != 0, window: window)
        found[row.text(0), default: (row.int(1), [:])].rows[row.int(2)] = position
        return true
      }
    }
    var positions: [String: [ShardPosition]] = [:]
    for (shard, known) in found {
      let rows = (0..<known.lanes).map { known.rows[$0] ?? ShardPosition() }
      if known.lanes == lanes {
        positions[shard] = rows
        continue
      }
      let hindmost = Array(repeating: ShardPosition.hindmost(rows), count: lanes)
      positions[shard] = hindmost
      try run { () throws(DatabaseError) in
        try database.prepare("DELETE FROM lambda_positions WHERE mapping = ? AND shard = ?").run(
          .text(mapping), .text(shard))
      }
      for (lane, position) in hindmost.enumerated() {
        try setPosition(position, of: mapping, shard: shard, lane: lane, lanes: lanes)
      }
    }
    return positions
  }

  func setPosition(
    _ position: ShardPosition, of mapping: String, shard: String, lane: Int, lanes: Int
  ) throws(AWSError) {
    try run { () throws(DatabaseError) in
      try database.prepare("INSERT OR REPLACE INTO lambda_positions VALUES (?, ?, ?, ?, ?, ?, ?, ?)").run(
        .text(mapping), .text(shard), .int(lanes), .int(lane), .text(orNull: position.sequenceNumber),
        .int(position.isDone ? 1 : 0), .int(orNull: position.window.map { Int($0.start.milliseconds) }),
        .blob(orNull: position.window?.state))
    }
  }
}
