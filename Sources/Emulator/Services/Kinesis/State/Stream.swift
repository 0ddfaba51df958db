import Protocols
import Storage

/// A stream and its shards, kept beside the database and rebuilt from it at start. Loop only.
final class Stream {
  let id: Int
  let account: String
  let region: String
  let name: String
  let arn: String
  /// Milliseconds since 1970.
  let created: Int
  let mode: String
  let maxRecordKiB: Int
  private let hotRetentionHours: Hot<Int>
  private let hotShards: Hot<[StreamShard]>

  init(
    id: Int, account: String, region: String, name: String, created: Int, mode: String, maxRecordKiB: Int,
    retentionHours: Int, shards: [StreamShard]
  ) {
    self.id = id
    self.account = account
    self.region = region
    self.name = name
    arn = "arn:aws:kinesis:\(region):\(account):stream/\(name)"
    self.created = created
    self.mode = mode
    self.maxRecordKiB = maxRecordKiB
    hotRetentionHours = Hot(retentionHours)
    hotShards = Hot(shards)
  }

  var retentionHours: Int { hotRetentionHours.value }
  func setRetentionHours(_ hours: Int, in round: Round) { hotRetentionHours.set(hours, in: round) }

  /// In the order of their indexes, the closed ones included.
  var shards: [StreamShard] { hotShards.value }

  var openShardCount: Int { shards.reduce(0) { $0 + ($1.isOpen ? 1 : 0) } }

  /// The open shard that takes this hash key: the ranges of the open shards cover the space without overlap.
  func shard(for key: HashKey) -> StreamShard {
    for shard in shards where shard.isOpen && key >= shard.start && key <= shard.end { return shard }
    preconditionFailure("the open shards of \(name) do not cover the hash space")
  }

  /// By AWS's id, `shardId-000000000000`; any leading zeros, as AWS takes them.
  func shard(id: String) -> StreamShard? {
    guard id.hasPrefix("shardId-"), let index = Int(id.dropFirst("shardId-".count)) else { return nil }
    return shards.first { $0.index == index }
  }

  var retentionMilliseconds: Int { retentionHours * 3_600_000 }
}

/// One shard. Loop only.
final class StreamShard {
  let row: Int
  let index: Int
  let id: String
  let parent: Int?
  let adjacentParent: Int?
  let start: HashKey
  let end: HashKey
  /// Epoch seconds.
  let created: Int
  /// Epoch seconds of the closing; nil while open.
  let closed: Int?
  private let hotTail: Hot<Tail>

  /// The last record's counter (0: none yet) and time in milliseconds; times never go back within a shard.
  struct Tail {
    var counter: Int
    var time: Int
  }

  var tail: Tail { hotTail.value }
  func setTail(_ tail: Tail, in round: Round) { hotTail.set(tail, in: round) }

  init(
    row: Int, index: Int, parent: Int?, adjacentParent: Int?, start: HashKey, end: HashKey, created: Int, closed: Int?,
    tail: Tail
  ) {
    self.row = row
    self.index = index
    let digits = String(index)
    id = "shardId-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    self.parent = parent
    self.adjacentParent = adjacentParent
    self.start = start
    self.end = end
    self.created = created
    self.closed = closed
    hotTail = Hot(tail)
  }

  var isOpen: Bool { closed == nil }

  func sequenceNumber(counter: Int, milliseconds: Int) -> SequenceNumber {
    SequenceNumber(
      shardCreated: created, shardIndex: index, counter: UInt64(counter), time: milliseconds / 1000)
  }

  var startingSequenceNumber: SequenceNumber {
    SequenceNumber(shardCreated: created, shardIndex: index, counter: 0, time: created)
  }

  var endingSequenceNumber: SequenceNumber? {
    closed.map {
      SequenceNumber(shardCreated: created, shardIndex: index, counter: SequenceNumber.closing, time: $0)
    }
  }

  static func id(_ index: Int) -> String {
    let digits = String(index)
    return "shardId-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }
}
