import Storage

/// One shard. Loop only.
final class StreamShard {
  let row: Int
  let index: Int
  let id: String
  /// Indexes.
  let parent: Int?
  let adjacentParent: Int?
  let start: HashKey
  let end: HashKey
  /// Epoch seconds, as its sequence numbers carry it: greater than that of its parents.
  let created: Int
  /// Milliseconds since 1970 when it began to take records.
  let opened: Int
  /// nil while open.
  private(set) var closing: Closing?
  private(set) var tail: Tail
  /// Records of this round that are not in the table yet.
  private(set) var block: RecordBlock?
  /// The store has this shard among those to write.
  var isUnwritten = false
  /// The append that last told the round how to restore the tail.
  private var savedBy = 0
  /// What the throttle has let through lately; in memory only.
  var throughput = ShardThroughput()

  /// The last record's counter (0: none yet) and time in milliseconds; times never go back within a shard.
  struct Tail {
    var counter: Int
    var time: Int
  }

  struct Closing {
    /// Epoch seconds, as the ending sequence number carries it.
    var second: Int
    /// Milliseconds since 1970.
    var at: Int
  }

  init(
    row: Int, index: Int, parent: Int?, adjacentParent: Int?, start: HashKey, end: HashKey, created: Int, opened: Int,
    closing: Closing?, tail: Tail
  ) {
    self.row = row
    self.index = index
    id = StreamShard.id(index)
    self.parent = parent
    self.adjacentParent = adjacentParent
    self.start = start
    self.end = end
    self.created = created
    self.opened = opened
    self.closing = closing
    self.tail = tail
  }

  /// Adds a record to the open block. The round restores what stood before the first record of the append, however many
  /// it has.
  func append(
    _ data: [UInt8], _ partitionKey: String, _ tail: Tail, encrypted: Bool, by append: Int, in round: Round
  ) {
    if savedBy != append {
      savedBy = append
      let old = self.tail
      let mark = block?.mark
      round.onUndo { [self] in
        self.tail = old
        if let mark { block?.cut(to: mark) } else { block = nil }
      }
    }
    self.tail = tail
    if block == nil { block = RecordBlock(first: tail.counter, time: tail.time, isEncrypted: encrypted) }
    block?.append(data, partitionKey, time: tail.time)
  }

  /// The open block, to be written now; the round gives it back where the writing is taken back.
  func takeBlock(in round: Round) -> RecordBlock? {
    guard let block else { return nil }
    self.block = nil
    round.onUndo { [self] in self.block = block }
    return block
  }

  func close(_ closing: Closing, in round: Round) {
    self.closing = closing
    round.onUndo { self.closing = nil }
  }
  var isOpen: Bool { closing == nil }

  func sequenceNumber(counter: Int, milliseconds: Int) -> SequenceNumber {
    SequenceNumber(
      shardCreated: created, shardIndex: index, counter: UInt64(counter), time: milliseconds / 1000)
  }

  var startingSequenceNumber: SequenceNumber {
    SequenceNumber(shardCreated: created, shardIndex: index, counter: 0, time: created)
  }

  var endingSequenceNumber: SequenceNumber? {
    closing.map {
      SequenceNumber(shardCreated: created, shardIndex: index, counter: SequenceNumber.closing, time: $0.second)
    }
  }

  static func id(_ index: Int) -> String {
    let digits = String(index)
    return "shardId-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }
}
