package import Protocols

/// Reading a DynamoDB stream: what mappings do. The ARN is the stream's, `…:table/<table>/stream/<label>`.
package protocol TableStreamPort: Sendable {
  /// Throws ResourceNotFoundException. All shards, closed ones included, parents before their children; `status` is
  /// `ENABLED`, or `DISABLED` when nothing more will come.
  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription
  /// As GetShardIterator: every position but a time, which DynamoDB streams do not have. Throws
  /// ResourceNotFoundException, TrimmedDataAccessException.
  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String
  /// As GetRecords, up to `limit` (1 to 1,000) records. Throws ExpiredIteratorException, TrimmedDataAccessException,
  /// ResourceNotFoundException.
  func records(_ iterator: String, of streamARN: String, limit: Int, as caller: Caller) async throws(AWSError)
    -> TableStreamPage
  /// Raises the signal after every commit that wrote to the stream or closed one of its shards, until the answer is
  /// dropped.
  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing
}

/// One change of an item.
package struct TableStreamRecord: Sendable {
  package var eventID: String
  /// `INSERT`, `MODIFY`, `REMOVE`.
  package var eventName: String
  package var sequenceNumber: String
  /// To the millisecond, though AWS shows seconds.
  package var created: Timestamp
  /// JSON of the item's key, `{"id":{"S":"1"}}`: changes of one key are handled in order.
  package var keys: [UInt8]
  /// JSON of the record's member `dynamodb`, as GetRecords writes it.
  package var change: [UInt8]
  /// `dynamodb.amazonaws.com` when TTL deleted the item; nil for a user's change.
  package var principal: String?

  package init(
    eventID: String, eventName: String, sequenceNumber: String, created: Timestamp, keys: [UInt8], change: [UInt8],
    principal: String?
  ) {
    self.eventID = eventID
    self.eventName = eventName
    self.sequenceNumber = sequenceNumber
    self.created = created
    self.keys = keys
    self.change = change
    self.principal = principal
  }
}

package struct TableStreamPage: Sendable {
  package var records: [TableStreamRecord]
  /// nil at the end of a closed shard.
  package var nextIterator: String?

  package init(records: [TableStreamRecord], nextIterator: String?) {
    self.records = records
    self.nextIterator = nextIterator
  }
}
