import Protocols

/// MSCK REPAIR TABLE: adds the partitions whose `key=value` folders are under the table's location.
struct PartitionRepair {
  let execution: DefinitionExecution

  /// The statement's output lines.
  func run(_ table: TableDefinition) async throws(QueryFailure) -> [String] {
    guard !table.partitionKeys.isEmpty, let location: String = table.storage.location,
      let place = ObjectLocation(location)
    else { return [] }
    let known: Set<[String]> = Set(try await execution.partitions(table).map { $0.values })
    var found: Set<[String]> = []
    var token: String?
    repeat {
      try execution.state.check()
      let page: ObjectListing
      do throws(AWSError) {
        page = try await execution.environment.objects.list(place.bucket, prefix: place.prefix, token: token)
      } catch {
        throw DefinitionExecution.taskFailure(error.message ?? error.code)
      }
      for entry in page.entries {
        if let values: [String] = values(entry.key.dropFirst(place.prefix.count), table), !known.contains(values) {
          found.insert(values)
        }
      }
      token = page.nextToken
    } while token != nil
    let missing: [[String]] = found.sorted { $0.lexicographicallyPrecedes($1) }
    if missing.isEmpty { return [] }
    let added: [PartitionDefinition] = missing.map { values in
      var storage: StorageDefinition = table.storage
      storage.location = TableText.directory(location) + TableText.partitionName(table, values) + "/"
      return PartitionDefinition(values: values, storage: storage)
    }
    for start in stride(from: 0, to: added.count, by: 100) {
      let part: [PartitionDefinition] = Array(added[start..<min(start + 100, added.count)])
      try await execution.catalog { (port) throws(AWSError) in
        try await port.addPartitions(table.database, table.name, part)
      }
    }
    let names: [String] = missing.map { table.name + ":" + TableText.partitionName(table, $0) }
    return ["Partitions not in metastore:\t" + names.joined(separator: "\t")]
      + names.map { "Repair: Added partition to metastore " + $0 }
  }

  /// The values of `k1=v1/k2=v2/…`, all keys in order.
  private func values(_ path: Substring, _ table: TableDefinition) -> [String]? {
    let parts: [Substring] = path.split(separator: "/")
    guard parts.count > table.partitionKeys.count else { return nil }
    var values: [String] = []
    for (key, part) in zip(table.partitionKeys, parts) {
      let sides: [Substring] = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, sides[0].lowercased() == key.name.lowercased() else { return nil }
      values.append(String(sides[1]))
    }
    return values
  }
}
