/// What of a stream can change beside its shards. A value: a change is a new one, put into the store.
struct StreamSettings {
  enum Status: String {
    case creating = "CREATING"
    case active = "ACTIVE"
    case updating = "UPDATING"
    case deleting = "DELETING"
  }

  var status = Status.active
  /// When the status ends, in milliseconds since 1970; nil while ACTIVE.
  var due: Int?
  /// What comes into effect then; nil unless UPDATING.
  var pending: StreamChange?
  var mode = "PROVISIONED"
  var retentionHours = 24
  var maxRecordKiB = 1024
  /// The key of the server-side encryption; nil without it.
  var keyID: String?
  /// Shard-level metrics that are on, in the model's order.
  var metrics: [String] = []
  /// MiB/s that an on-demand stream is to take at once; nil where none were asked for.
  var warmThroughput: Int?
  var policy: String?

  /// Records and reads are taken.
  var isUsable: Bool { status == .active || status == .updating }
}

/// What a stream in UPDATING becomes. Kept as text, so that it comes into effect after a restart too.
enum StreamChange: Equatable {
  case mode(String)
  case retention(hours: Int)
  case maxRecordSize(kib: Int)
  /// nil: encryption stops.
  case encryption(keyID: String?)
  case metrics([String])
  case warmThroughput(Int)
  case split(shard: Int, at: HashKey)
  case merge(shard: Int, adjacent: Int)
  case resize(Int)
  /// Each of the shards is split in the middle.
  case halve([Int])

  var text: String {
    switch self {
    case .mode(let mode): "mode \(mode)"
    case .retention(let hours): "retention \(hours)"
    case .maxRecordSize(let kib): "record \(kib)"
    case .encryption(let keyID): "encryption \(keyID ?? "")"
    case .metrics(let names): "metrics \(names.joined(separator: ","))"
    case .warmThroughput(let rate): "warm \(rate)"
    case .split(let shard, let key): "split \(shard) \(key.text)"
    case .merge(let shard, let adjacent): "merge \(shard) \(adjacent)"
    case .resize(let count): "resize \(count)"
    case .halve(let shards): "halve \(shards.map(String.init).joined(separator: " "))"
    }
  }

  init?(text: String) {
    let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { return nil }
    let rest = parts[1]
    let words = rest.split(separator: " ")
    let numbers = words.compactMap { Int($0) }
    switch (parts[0], numbers.count) {
    case ("mode", _): self = .mode(rest)
    case ("retention", 1): self = .retention(hours: numbers[0])
    case ("record", 1): self = .maxRecordSize(kib: numbers[0])
    case ("encryption", _): self = .encryption(keyID: rest.isEmpty ? nil : rest)
    case ("metrics", _): self = .metrics(rest.split(separator: ",").map(String.init))
    case ("warm", 1): self = .warmThroughput(numbers[0])
    case ("split", _):
      guard words.count == 2, let shard = numbers.first, let key = HashKey(explicit: String(words[1])) else {
        return nil
      }
      self = .split(shard: shard, at: key)
    case ("merge", 2): self = .merge(shard: numbers[0], adjacent: numbers[1])
    case ("resize", 1): self = .resize(numbers[0])
    case ("halve", 1...): self = .halve(numbers)
    default: return nil
    }
  }
}
