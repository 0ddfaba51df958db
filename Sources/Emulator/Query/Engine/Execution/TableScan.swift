import Protocols
import SQLParser

/// Reads a table of the Glue catalog: its partitions that the conditions leave, their objects, their lines.
final class TableScan: BatchSource {
  private struct Part {
    var values: [Datum]
    var storage: StorageDefinition
  }

  private let table: TableDefinition
  private let plan: ScanPlan
  private let environment: QueryEnvironment
  private let state: ExecutionState
  /// The columns that come from the data, and for each output where it comes from.
  private var readColumns: [ReadColumn] = []
  private var sources: [(isPartition: Bool, index: Int)] = []
  private let builders: [ColumnBuilder]

  private var parts: [Part] = []
  private var part: Part?
  private var format: (any LineFormat)?
  private var objects: [ObjectListing.Entry] = []
  private var location: ObjectLocation?
  private var token: String?
  private var isListed = true
  private var lines: ObjectLines?
  private var block: [UInt8] = []
  private var at = 0
  private var headersLeft = 0
  private var rows = 0
  private var produced = 0
  private var isOpened = false

  init(_ table: TableDefinition, _ plan: ScanPlan, _ environment: QueryEnvironment, _ state: ExecutionState) {
    self.table = table
    self.plan = plan
    self.environment = environment
    self.state = state
    let width: Int = table.columns.count
    for column in plan.columns {
      if column < width {
        sources.append((false, readColumns.count))
        let handle: TableHandle.Column = plan.table.columns[column]
        readColumns.append(ReadColumn(index: column, name: handle.name, type: handle.type))
      } else {
        sources.append((true, column - width))
      }
    }
    builders = readColumns.map { ColumnBuilder($0.type) }
  }

  func next() async throws(QueryFailure) -> Batch? {
    if !isOpened {
      isOpened = true
      parts = try await openParts().reversed()
    }
    while true {
      try state.check()
      if let limit: Int = plan.limit, plan.conditions.isEmpty, produced >= limit { return nil }
      if at < block.count {
        try decode()
        if rows >= Batch.size { return emit() }
        continue
      }
      if let lines {
        if let more: [UInt8] = try await lines.nextBlock() {
          block = more
          at = 0
          continue
        }
        self.lines = nil
      }
      if let entry: ObjectListing.Entry = objects.popLast(), let location {
        lines = try ObjectLines(environment.objects, location.bucket, entry, state)
        headersLeft = format?.headerLines ?? 0
        continue
      }
      if !isListed {
        try await list()
        continue
      }
      // A batch does not cross partitions: their columns are constant in it.
      if rows > 0 { return emit() }
      guard let next: Part = parts.popLast() else { return nil }
      try start(next)
    }
  }

  private func start(_ next: Part) throws(QueryFailure) {
    part = next
    guard let url: String = next.storage.location, let place = ObjectLocation(url) else {
      throw QueryFailure(
        "HIVE_METASTORE_ERROR",
        "Table \(table.database).\(table.name) has no usable location: "
          + (next.storage.location ?? "none"))
    }
    location = place
    var parameters: [String: String] = table.parameters
    parameters.merge(next.storage.serdeParameters) { $1 }
    format = try LineFormats.make(next.storage, parameters, readColumns, state)
    token = nil
    isListed = false
  }

  private func list() async throws(QueryFailure) {
    guard let location else { return }
    let page: ObjectListing
    do throws(AWSError) {
      page = try await environment.objects.list(location.bucket, prefix: location.prefix, token: token)
    } catch {
      throw QueryFailure(
        "HIVE_FILESYSTEM_ERROR",
        "Failed to list s3://\(location.bucket)/\(location.prefix): "
          + (error.message ?? error.code))
    }
    token = page.nextToken
    isListed = token == nil
    objects = page.entries.filter { $0.size > 0 && !Self.isHidden($0.key, under: location.prefix) }.reversed()
  }

  /// Names that start with `_` or `.`, also of the folders below the table's.
  static func isHidden(_ key: String, under prefix: String) -> Bool {
    key.dropFirst(prefix.count).split(separator: "/").contains { $0.hasPrefix("_") || $0.hasPrefix(".") }
  }

  private func decode() throws(QueryFailure) {
    guard let format else { return }
    let (start, end): (Int, Int) = (at, block.count)
    let builders: [ColumnBuilder] = self.builders
    var position: Int = start
    var headers: Int = headersLeft
    var read = 0
    let room: Int = Batch.size - rows
    try block.withBytes { (bytes: UnsafeRawBufferPointer) throws(QueryFailure) in
      while position < end, read < room {
        var stop: Int = position
        while stop < end, bytes[stop] != 10 { stop += 1 }
        let next: Int = stop + 1
        if stop > position, bytes[stop - 1] == 13 { stop -= 1 }
        if headers > 0 {
          headers -= 1
        } else if builders.isEmpty {
          if stop > position { read += 1 }
        } else {
          let before: Int = builders[0].count
          try format.append(UnsafeRawBufferPointer(rebasing: bytes[position..<stop]), to: builders)
          read += builders[0].count - before
        }
        position = next
      }
    }
    at = position
    headersLeft = headers
    rows += read
    state.statistics.inputRows += read
  }

  private func emit() -> Batch {
    let read: [Column] = builders.map { $0.finish() }
    let keys: [ColumnDefinition] = table.partitionKeys
    var columns: [Column] = []
    for (output, source) in sources.enumerated() {
      if source.isPartition {
        let type: SQLType = plan.table.columns[plan.columns[output]].type
        let value: Datum = source.index < keys.count ? part?.values[source.index] ?? .null : .null
        columns.append(.constant(value, type, count: rows))
      } else {
        columns.append(read[source.index])
      }
    }
    defer { rows = 0 }
    produced += rows
    return Batch(columns, count: rows)
  }

  // MARK: Partitions

  private func openParts() async throws(QueryFailure) -> [Part] {
    if table.parameters["projection.enabled"]?.lowercased() == "true" {
      throw .notSupported("Partition projection (projection.enabled)")
    }
    if table.partitionKeys.isEmpty { return [Part(values: [], storage: table.storage)] }
    let types: [SQLType] = plan.table.columns.suffix(table.partitionKeys.count).map { $0.type }
    var found: [Part] = []
    var token: String?
    repeat {
      try state.check()
      let page: PartitionPage
      do throws(AWSError) {
        page = try await environment.catalog.partitions(table.database, table.name, token: token)
      } catch {
        throw QueryFailure("HIVE_METASTORE_ERROR", error.message ?? error.code)
      }
      for partition in page.partitions {
        var values: [Datum] = []
        for (index, text) in partition.values.enumerated() where index < types.count {
          if text == "__HIVE_DEFAULT_PARTITION__" {
            values.append(.null)
            continue
          }
          guard let value: Datum = LineFormats.scalar(Array(text.utf8), types[index]) else {
            throw QueryFailure(
              "HIVE_INVALID_PARTITION_VALUE",
              "Invalid partition value '\(text)' for \(types[index].text) partition key: "
                + table.partitionKeys[index].name)
          }
          values.append(value)
        }
        guard values.count == types.count else { continue }
        found.append(Part(values: values, storage: Self.merged(partition.storage, table.storage)))
      }
      token = page.nextToken
    } while token != nil
    return kept(found, types)
  }

  private static func merged(_ own: StorageDefinition, _ table: StorageDefinition) -> StorageDefinition {
    StorageDefinition(
      location: own.location ?? table.location, inputFormat: own.inputFormat ?? table.inputFormat,
      outputFormat: own.outputFormat ?? table.outputFormat, serde: own.serde ?? table.serde,
      serdeParameters: own.serdeParameters.isEmpty ? table.serdeParameters : own.serdeParameters)
  }

  /// Leaves out partitions for which a condition on the partition keys alone is not true.
  private func kept(_ parts: [Part], _ types: [SQLType]) -> [Part] {
    let width: Int = table.columns.count
    let conditions: [Node] = plan.conditions.filter { node in
      let columns: Set<Int> = node.columns
      return !columns.isEmpty && columns.allSatisfy { $0 >= width }
    }
    if conditions.isEmpty || parts.isEmpty { return parts }
    let columns: [Column] = types.indices.map { index in
      let builder = ColumnBuilder(types[index])
      for part in parts { builder.append(part.values[index]) }
      return builder.finish()
    }
    let batch = Batch(columns, count: parts.count)
    var rows: [Int32] = (0..<Int32(parts.count)).map { $0 }
    for condition in conditions {
      let evaluate: Evaluator = Compiler.compile(condition.mappingColumns { $0 - width })
      // What fails here fails again, with its rows, where the condition is applied.
      guard let column: Column = try? evaluate(batch, state.evaluation) else { continue }
      let chosen: Set<Int32> = Set(Kernels.selected(column))
      rows = rows.filter { chosen.contains($0) }
    }
    return rows.map { parts[Int($0)] }
  }
}
