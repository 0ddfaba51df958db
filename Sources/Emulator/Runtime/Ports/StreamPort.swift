package import Protocols

/// Reading a Kinesis stream: what mappings and delivery streams do.
package protocol StreamPort: Sendable {
  /// Throws ResourceNotFoundException. `shards` in the order of their ids, closed ones included, all pages.
  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription
  /// A registered consumer (enhanced fan-out) by its ARN. Throws ResourceNotFoundException. Its records are those of its
  /// stream: inside of the emulator they are read by iterator too, at every signal of `follow`.
  func consumer(_ consumerARN: String, as caller: Caller) async throws(AWSError) -> StreamPortConsumer
  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String
  /// Throws ExpiredIteratorException, ResourceNotFoundException.
  func records(_ iterator: String, of streamARN: String, limit: Int, as caller: Caller) async throws(AWSError)
    -> StreamPage
  /// Raises the signal after every commit that appended to the stream or changed its shards, until the answer is dropped.
  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing
}

/// Keeps a following alive; ends it when it goes away.
package final class StreamFollowing: Sendable {
  private let end: @Sendable () -> Void
  package init(_ end: @escaping @Sendable () -> Void) { self.end = end }
  deinit { end() }
}

package struct StreamPortDescription: Sendable {
  package struct Shard: Sendable {
    package var id: String
    package var parents: [String]
    package var isOpen: Bool
    /// The hash keys that belong to it; nil where a shard has none (DynamoDB's).
    package var hashKeys: ClosedRange<UInt128>?
    package init(id: String, parents: [String], isOpen: Bool, hashKeys: ClosedRange<UInt128>? = nil) {
      self.id = id
      self.parents = parents
      self.isOpen = isOpen
      self.hashKeys = hashKeys
    }
  }
  package var status: String
  package var shards: [Shard]
  package init(status: String, shards: [Shard]) {
    self.status = status
    self.shards = shards
  }
}

package struct StreamPortConsumer: Sendable {
  package var streamARN: String
  package var name: String
  /// CREATING, ACTIVE or DELETING.
  package var status: String
  package init(streamARN: String, name: String, status: String) {
    self.streamARN = streamARN
    self.name = name
    self.status = status
  }
}

package enum StreamPosition: Sendable {
  case trimHorizon
  case latest
  case timestamp(Timestamp)
  case after(sequenceNumber: String)
  case at(sequenceNumber: String)
}

package struct StreamRecord: Sendable {
  package var sequenceNumber: String
  package var partitionKey: String
  package var data: [UInt8]
  package var arrival: Timestamp
  package init(sequenceNumber: String, partitionKey: String, data: [UInt8], arrival: Timestamp) {
    self.sequenceNumber = sequenceNumber
    self.partitionKey = partitionKey
    self.data = data
    self.arrival = arrival
  }
}

package struct StreamPage: Sendable {
  package var records: [StreamRecord]
  /// nil at the end of a closed shard.
  package var nextIterator: String?
  package var millisBehindLatest: Int
  package var childShards: [String]
  package init(records: [StreamRecord], nextIterator: String?, millisBehindLatest: Int, childShards: [String]) {
    self.records = records
    self.nextIterator = nextIterator
    self.millisBehindLatest = millisBehindLatest
    self.childShards = childShards
  }
}
