import Protocols
import Storage

/// A stream, its shards and its consumers, kept beside the database and rebuilt from it at start. Loop only.
final class Stream {
  let id: Int
  let account: String
  let region: String
  let name: String
  let arn: String
  /// Milliseconds since 1970.
  let created: Int
  // Stored here and not in `Hot`, so that a field of them is read in place; the round restores them all the same.
  private(set) var settings: StreamSettings
  /// In the order of their indexes, the closed ones included until they are swept.
  private(set) var shards: [StreamShard]
  /// The open shards in the order of their hash ranges, which cover the space without overlap.
  private(set) var openShards: [StreamShard]
  /// In the order of their creation.
  private(set) var consumers: [StreamConsumer]
  /// Who is told of appended records; found by the service at the first append.
  var audience: Audience?

  init(
    id: Int, account: String, region: String, name: String, created: Int, settings: StreamSettings,
    shards: [StreamShard], consumers: [StreamConsumer] = []
  ) {
    self.id = id
    self.account = account
    self.region = region
    self.name = name
    arn = Stream.arn(account, region, name)
    self.created = created
    self.settings = settings
    self.shards = shards
    openShards = Stream.open(of: shards)
    self.consumers = consumers
  }

  static func arn(_ account: String, _ region: String, _ name: String) -> String {
    "arn:aws:kinesis:\(region):\(account):stream/\(name)"
  }

  func set(_ new: StreamSettings, in round: Round) {
    let old = settings
    settings = new
    round.onUndo { self.settings = old }
  }

  var status: StreamSettings.Status { settings.status }
  // Of the settings, but read in place: a copy of them costs more than the append of a record.
  var isUsable: Bool { settings.status == .active || settings.status == .updating }
  var isEncrypted: Bool { settings.keyID != nil }
  var isOnDemand: Bool { settings.mode == "ON_DEMAND" }
  var retentionMilliseconds: Int { settings.retentionHours * 3_600_000 }

  /// After shards were added, closed or swept.
  func set(_ new: [StreamShard], in round: Round) {
    let old = (shards, openShards)
    shards = new
    openShards = Stream.open(of: new)
    round.onUndo { (self.shards, self.openShards) = old }
  }

  private static func open(of shards: [StreamShard]) -> [StreamShard] {
    shards.filter(\.isOpen).sorted { $0.start < $1.start }
  }

  /// The open shard that takes this hash key.
  func shard(for key: HashKey) -> StreamShard {
    let open = openShards
    var low = 0
    var high = open.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if open[middle].start <= key { low = middle } else { high = middle - 1 }
    }
    return open[low]
  }

  /// By its index; nil where there never was one or it is swept.
  func shard(index: Int) -> StreamShard? {
    let all = shards
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].index < index { low = middle + 1 } else { high = middle }
    }
    return low < all.count && all[low].index == index ? all[low] : nil
  }

  /// By AWS's id, `shardId-000000000000`; any word before the last hyphen and any leading zeros, as AWS takes them.
  func shard(id: String) -> StreamShard? {
    guard let hyphen = id.utf8.lastIndex(of: UInt8(ascii: "-")),
      let index = Int(id[id.utf8.index(after: hyphen)...])
    else { return nil }
    return shard(index: index)
  }

  /// Those that a reader can still find: open, or closed within the retention period.
  func visibleShards(now: Int) -> [StreamShard] {
    let horizon = now - retentionMilliseconds
    return shards.filter { $0.closing.map { $0.at >= horizon } ?? true }
  }

  var nextShardIndex: Int { (shards.last?.index ?? -1) + 1 }

  func set(_ new: [StreamConsumer], in round: Round) {
    let old = consumers
    consumers = new
    round.onUndo { self.consumers = old }
  }

  func consumer(named name: String) -> StreamConsumer? { consumers.first { $0.name == name } }
}
