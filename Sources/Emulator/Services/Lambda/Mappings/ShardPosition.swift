import Protocols

/// How far a mapping has come in a lane of a shard.
struct ShardPosition: Sendable, Equatable {
  /// The last record that was dealt with; nil before the first.
  var sequenceNumber: String?
  /// The shard is closed and everything in it was dealt with.
  var isDone = false
  /// The tumbling window that is open.
  var window: OpenWindow?

  /// What the lane stands at that has come the least far.
  static func hindmost(_ lanes: [ShardPosition]) -> ShardPosition {
    var hindmost: ShardPosition?
    for lane in lanes where !lane.isDone {
      guard let number = lane.sequenceNumber else { return ShardPosition() }
      if let known = hindmost?.sequenceNumber, !precedes(number, known) { continue }
      hindmost = ShardPosition(sequenceNumber: number)
    }
    return hindmost ?? ShardPosition(isDone: true)
  }

  /// Sequence numbers are decimal numbers without leading zeros.
  static func precedes(_ one: String, _ other: String) -> Bool {
    let (one, other) = (one.drop { $0 == "0" }.utf8, other.drop { $0 == "0" }.utf8)
    return one.count != other.count ? one.count < other.count : one.lexicographicallyPrecedes(other)
  }
}

/// A tumbling window that has begun and is not closed yet.
struct OpenWindow: Sendable, Equatable {
  var start: Timestamp
  /// JSON: what the handler gave last.
  var state: [UInt8]
}
