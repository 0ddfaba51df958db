import Protocols

extension DynamoDBService {
  /// A table that is being restored or imported: it is CREATING, and has no data yet.
  func isFilling(_ table: Table) -> Bool {
    table.isFillingReplica || recovery.isRestoring(table.id) || transfers.importing.contains(table.id)
  }

  /// The table's description with what follows its changes: how every operation describes a table.
  func description(of table: Table, status: String, now: Timestamp) -> Values<TableDescription> {
    var out = TableDescription.of(
      table, status: isFilling(table) ? "CREATING" : status, store, now: now)
    if let stream = streams.latest[table.id] {
      out[TableDescription.streamSpecification] = StreamSpecification.of(stream)
      out[TableDescription.latestStreamLabel] = stream.label
      out[TableDescription.latestStreamARN] = stream.arn
    }
    if !table.replicas.isEmpty {
      out[TableDescription.globalTableVersion] = "2019.11.21"
      out[TableDescription.globalTableSettingsReplicationMode] = Self.settingsMode
      out[TableDescription.replicas] = replicas(of: table).map { described(replica: $0, beside: table, now) }
    }
    if let restore = recovery.restores[table.id] {
      out[TableDescription.restoreSummary] = .with {
        $0[RestoreSummary.sourceBackupARN] = restore.backupARN
        $0[RestoreSummary.sourceTableARN] = restore.sourceTableARN
        $0[RestoreSummary.restoreDateTime] = Timestamp(milliseconds: Int64(restore.time))
        $0[RestoreSummary.restoreInProgress] = restore.filledTo != nil
      }
    }
    return out
  }

  /// What AWS shows of every replica that shares its group's settings but for what it overrides.
  private static let settingsMode = "ENABLED_WITH_OVERRIDES"

  /// Another replica of the table's group, as the table's description shows it: what it has in common with the table is
  /// not told.
  private func described(
    replica: Table, beside table: Table, _ now: Timestamp
  ) -> Values<ReplicaDescription> {
    typealias Limits = Values<OnDemandThroughput>
    func override(_ other: Limits?, _ own: Limits?) -> Values<OnDemandThroughputOverride>? {
      guard let units = other?[OnDemandThroughput.maxReadRequestUnits],
        units != own?[OnDemandThroughput.maxReadRequestUnits]
      else { return nil }
      return .with { $0[OnDemandThroughputOverride.maxReadRequestUnits] = units }
    }
    let definition = replica.definition
    let status = status(of: replica, now)
    return .with { out in
      out[ReplicaDescription.regionName] = replica.region
      out[ReplicaDescription.replicaStatus] = status.rawValue
      out[ReplicaDescription.kmsMasterKeyID] = definition[TableDefinition.kmsKeyARN]
      out[ReplicaDescription.onDemandThroughputOverride] = override(
        definition[TableDefinition.onDemandThroughput], table.definition[TableDefinition.onDemandThroughput])
      let level = WarmLevel(definition[TableDefinition.warmThroughput], replica.throughput)
      out[ReplicaDescription.warmThroughput] = .with {
        $0[TableWarmThroughputDescription.readUnitsPerSecond] = level.read
        $0[TableWarmThroughputDescription.writeUnitsPerSecond] = level.write
        $0[TableWarmThroughputDescription.status] = "ACTIVE"
      }
      let indexes = replica.indexes.filter { !$0.isLocal }.map { index in
        Values<ReplicaGlobalSecondaryIndexDescription>.with { entry in
          entry[ReplicaGlobalSecondaryIndexDescription.indexName] = index.name
          entry[ReplicaGlobalSecondaryIndexDescription.onDemandThroughputOverride] = override(
            index.definition[IndexDefinition.onDemandThroughput],
            table.index(index.name)?.definition[IndexDefinition.onDemandThroughput])
          let level = WarmLevel(index.definition[IndexDefinition.warmThroughput], index.throughput)
          entry[ReplicaGlobalSecondaryIndexDescription.warmThroughput] = .with {
            $0[IndexWarmThroughputDescription.readUnitsPerSecond] = level.read
            $0[IndexWarmThroughputDescription.writeUnitsPerSecond] = level.write
            $0[IndexWarmThroughputDescription.status] = "ACTIVE"
          }
        }
      }
      if !indexes.isEmpty { out[ReplicaDescription.globalSecondaryIndexes] = indexes }
      if let tableClass = definition[TableDefinition.tableClass] {
        out[ReplicaDescription.replicaTableClassSummary] = .with {
          $0[TableClassSummary.tableClass] = tableClass
          $0[TableClassSummary.lastUpdateDateTime] = definition[TableDefinition.tableClassChanged]
        }
      }
      out[ReplicaDescription.globalTableSettingsReplicationMode] = Self.settingsMode
    }
  }
}
