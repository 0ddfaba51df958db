import Protocols

extension DynamoDBService {
  /// A table that is being restored or imported: it is CREATING, and has no data yet.
  func isFilling(_ table: Table) -> Bool {
    recovery.isRestoring(table.id) || transfers.importing.contains(table.id)
  }

  /// The table's description with what follows its changes: how every operation describes a table.
  func description(of table: Table, status: String, now: Timestamp) throws(AWSError) -> Values<TableDescription> {
    var out = try TableDescription.of(
      table, status: isFilling(table) ? "CREATING" : status, store, now: now)
    if let stream = streams.latest[table.id] {
      out[TableDescription.streamSpecification] = StreamSpecification.of(stream)
      out[TableDescription.latestStreamLabel] = stream.label
      out[TableDescription.latestStreamARN] = stream.arn
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
}
