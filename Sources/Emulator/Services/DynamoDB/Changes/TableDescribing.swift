import Protocols

extension DynamoDBService {
  /// The table's description with what follows its changes: how every operation describes a table.
  func description(of table: Table, status: String, now: Timestamp) throws(AWSError) -> Values<TableDescription> {
    var out = try TableDescription.of(table, status: status, store, now: now)
    if let stream = streams.latest[table.id] {
      out[TableDescription.streamSpecification] = StreamSpecification.of(stream)
      out[TableDescription.latestStreamLabel] = stream.label
      out[TableDescription.latestStreamARN] = stream.arn
    }
    return out
  }
}
