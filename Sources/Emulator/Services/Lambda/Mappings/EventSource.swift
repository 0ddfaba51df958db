import Protocols
import Runtime

/// What a mapping reads: a Kinesis stream or the stream of a DynamoDB table, as records of a handler's event.
protocol EventSource: Sendable {
  /// Throws ResourceNotFoundException. The closed shards too.
  func shards() async throws(AWSError) -> [StreamPortDescription.Shard]
  func iterator(
    of shard: StreamPortDescription.Shard, at position: StreamPosition
  ) async throws(AWSError) -> String
  func page(
    _ iterator: String, of shard: StreamPortDescription.Shard, limit: Int
  ) async throws(AWSError) -> SourcePage
  /// Raises the signal after every commit that wrote to the stream or closed a shard.
  func follow(_ signal: Signal) async -> StreamFollowing
  var streamARN: String { get }
  /// Whether a shard can be read from a time on; DynamoDB's cannot.
  var hasTimes: Bool { get }
}

struct SourcePage: Sendable {
  var records: [SourceRecord]
  /// nil at the end of a closed shard.
  var nextIterator: String?
  /// Of the last record that was read, though it may not be among `records`; nil when none was.
  var lastRead: String?
}

/// One record on its way to a handler, not yet in the form of the event.
struct SourceRecord: Sendable {
  enum Body: Sendable {
    case kinesis(StreamRecord)
    case table(TableStreamRecord)
  }
  var body: Body

  var sequenceNumber: String {
    switch body {
    case .kinesis(let record): record.sequenceNumber
    case .table(let record): record.sequenceNumber
    }
  }

  var arrival: Timestamp {
    switch body {
    case .kinesis(let record): record.arrival
    case .table(let record): record.created
    }
  }

  /// About the bytes it takes in an event.
  var size: Int {
    switch body {
    case .kinesis(let record): record.data.count / 3 * 4 + record.partitionKey.utf8.count + 500
    case .table(let record): record.change.count + 400
    }
  }

  /// Which of a shard's lanes it goes through: records of one key go through the same (FNV-1a of the key).
  func lane(of lanes: Int) -> Int {
    if lanes <= 1 { return 0 }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    switch body {
    case .kinesis(let record): for byte in record.partitionKey.utf8 { take(byte) }
    case .table(let record): for byte in record.keys { take(byte) }
    }
    return Int((hash ^ hash >> 32) % UInt64(lanes))
  }
}

/// A Kinesis stream, read as itself or through one of its consumers.
struct KinesisSource: EventSource {
  let streamARN: String
  /// A consumer's mapping takes the aggregates of the Kinesis Producer Library apart; others hand them on whole (recorded
  /// from AWS).
  let splitsAggregates: Bool
  let streams: any StreamPort
  let caller: Caller
  var hasTimes: Bool { true }

  func shards() async throws(AWSError) -> [StreamPortDescription.Shard] {
    try await streams.describe(streamARN, as: caller).shards
  }

  func iterator(
    of shard: StreamPortDescription.Shard, at position: StreamPosition
  ) async throws(AWSError) -> String {
    try await streams.iterator(streamARN, shard: shard.id, at: position, as: caller)
  }

  func page(
    _ iterator: String, of shard: StreamPortDescription.Shard, limit: Int
  ) async throws(AWSError) -> SourcePage {
    let page = try await streams.records(iterator, of: streamARN, limit: min(limit, 10_000), as: caller)
    var records: [SourceRecord] = []
    records.reserveCapacity(page.records.count)
    for record in page.records {
      guard splitsAggregates, let aggregate = AggregatedRecord(record.data) else {
        records.append(SourceRecord(body: .kinesis(record)))
        continue
      }
      // One member outside of the shard's range, and AWS delivers none of them (recorded).
      if let range = shard.hashKeys, aggregate.records.contains(where: { !range.contains($0.hashKey) }) { continue }
      for member in aggregate.records {
        var part = record
        part.partitionKey = member.partitionKey
        part.data = member.data
        records.append(SourceRecord(body: .kinesis(part)))
      }
    }
    return SourcePage(
      records: records, nextIterator: page.nextIterator, lastRead: page.records.last?.sequenceNumber)
  }

  func follow(_ signal: Signal) async -> StreamFollowing { await streams.follow(streamARN, signal) }
}

/// The stream of a DynamoDB table.
struct TableSource: EventSource {
  let streamARN: String
  let streams: any TableStreamPort
  let caller: Caller
  var hasTimes: Bool { false }

  func shards() async throws(AWSError) -> [StreamPortDescription.Shard] {
    try await streams.describe(streamARN, as: caller).shards
  }

  func iterator(
    of shard: StreamPortDescription.Shard, at position: StreamPosition
  ) async throws(AWSError) -> String {
    try await streams.iterator(streamARN, shard: shard.id, at: position, as: caller)
  }

  func page(
    _ iterator: String, of shard: StreamPortDescription.Shard, limit: Int
  ) async throws(AWSError) -> SourcePage {
    let page = try await streams.records(iterator, of: streamARN, limit: min(limit, 1000), as: caller)
    return SourcePage(
      records: page.records.map { SourceRecord(body: .table($0)) }, nextIterator: page.nextIterator,
      lastRead: page.records.last?.sequenceNumber)
  }

  func follow(_ signal: Signal) async -> StreamFollowing { await streams.follow(streamARN, signal) }
}
