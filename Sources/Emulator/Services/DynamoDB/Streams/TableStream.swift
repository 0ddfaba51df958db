import Protocols

/// Which images of an item a stream's records hold.
enum StreamViewType: String, CaseIterable {
  case newImage = "NEW_IMAGE"
  case oldImage = "OLD_IMAGE"
  case both = "NEW_AND_OLD_IMAGES"
  case keysOnly = "KEYS_ONLY"

  var showsNew: Bool { self == .newImage || self == .both }
  var showsOld: Bool { self == .oldImage || self == .both }
}

/// A stream of a table's changes. It outlives its table, and being disabled, by a day. Loop only.
final class TableStream {
  let id: Int
  let account: String
  let region: String
  let tableName: String
  /// The number of the table in the store; names are given again, numbers are not.
  let tableID: Int
  /// `2026-09-17T08:49:08.640`: when it was enabled.
  let label: String
  /// Milliseconds since 1970.
  let created: Int
  let viewType: StreamViewType
  let key: TableKey
  /// When it was disabled or its table deleted, in milliseconds; nil while it records.
  var disabled: Int?
  /// In the order of their ids.
  var shards: [StreamShard] = []

  init(
    id: Int, account: String, region: String, tableName: String, tableID: Int, label: String, created: Int,
    viewType: StreamViewType, key: TableKey, disabled: Int?
  ) {
    self.id = id
    self.account = account
    self.region = region
    self.tableName = tableName
    self.tableID = tableID
    self.label = label
    self.created = created
    self.viewType = viewType
    self.key = key
    self.disabled = disabled
  }

  var arn: String { "arn:aws:dynamodb:\(region):\(account):table/\(tableName)/stream/\(label)" }

  static func arn(of table: Table, _ label: String) -> String { "\(table.arn)/stream/\(label)" }

  func shard(id: String) -> StreamShard? {
    for shard in shards where shard.id == id { return shard }
    return nil
  }

  /// The open shard of one part of the table's hashes.
  func openShard(of part: Int) -> StreamShard? {
    for shard in shards.reversed() where shard.part == part && shard.isOpen { return shard }
    return nil
  }

  /// How long records stay, in milliseconds.
  static let retention = 24 * 3_600_000

  static func label(at milliseconds: Int) -> String {
    String(Timestamp(milliseconds: Int64(milliseconds)).iso8601(.milliseconds).dropLast())
  }
}

/// A shard: an ordered piece of a stream. One takes records for some hours, then a child follows it. Loop only.
final class StreamShard {
  /// The number of its row; sequence numbers begin with it, so a child's are above its parent's.
  let row: Int
  /// `shardId-00000001789634951488-eb779d2d`
  let id: String
  let parent: String?
  /// Which part of the table's hashes it takes.
  let part: Int
  /// Milliseconds since 1970.
  let created: Int
  var closed: Int?
  /// Of the record written last; 0 before the first.
  var lastCounter = 0
  /// Bytes written, by the records' sizes.
  var bytes = 0

  /// After so long a shard is closed and a child follows.
  static let lifetime = 4 * 3_600_000
  /// A shard that took so much is closed too.
  static let sizeLimit = 64 << 20

  init(row: Int, id: String, parent: String?, part: Int, created: Int, closed: Int?) {
    self.row = row
    self.id = id
    self.parent = parent
    self.part = part
    self.created = created
    self.closed = closed
  }

  var isOpen: Bool { closed == nil }
  var startingSequenceNumber: StreamSequenceNumber { StreamSequenceNumber(shard: row, counter: 0) }
  /// Of a closed shard; an open one has none yet.
  var endingSequenceNumber: StreamSequenceNumber? {
    isOpen ? nil : StreamSequenceNumber(shard: row, counter: lastCounter)
  }

  func isFull(now: Int) -> Bool { now - created >= StreamShard.lifetime || bytes >= StreamShard.sizeLimit }

  /// 20 digits of the time, 8 hexadecimal ones at random.
  static func id(at milliseconds: Int, _ random: String) -> String {
    let digits = String(milliseconds)
    return "shardId-" + String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits + "-" + random
  }
}

/// A sequence number: 21 digits, `1` and the number of the record's row.
struct StreamSequenceNumber: Equatable {
  let shard: Int
  let counter: Int

  static let counterBits = 36

  init(shard: Int, counter: Int) {
    self.shard = shard
    self.counter = counter
  }

  init(row: Int) {
    shard = row >> StreamSequenceNumber.counterBits
    counter = row & (1 << StreamSequenceNumber.counterBits - 1)
  }

  /// nil where it is none of ours.
  init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 21, digits[0] == UInt8(ascii: "1"), digits.allSatisfy({ (48...57).contains($0) }),
      let row = Int(text.dropFirst())
    else { return nil }
    self.init(row: row)
  }

  /// The record's number in the store.
  var row: Int { shard << StreamSequenceNumber.counterBits | counter }

  var text: String {
    let digits = String(row)
    return "1" + String(repeating: "0", count: 20 - digits.utf8.count) + digits
  }
}
