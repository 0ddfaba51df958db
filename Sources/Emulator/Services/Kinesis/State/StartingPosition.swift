import Protocols

/// Where a reader begins in a shard: what GetShardIterator and SubscribeToShard share (texts recorded from AWS).
struct StartingPosition {
  /// AWS's name of the operation, for the texts.
  var operation: String
  var type: String
  var sequenceNumber: String?
  var timestamp: Timestamp?

  static let types = Trait.values([
    "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "TRIM_HORIZON", "LATEST", "AT_TIMESTAMP",
  ])

  /// Which arguments go with which type.
  func check(now: Int) throws(AWSError) {
    let bySequence = type == "AT_SEQUENCE_NUMBER" || type == "AFTER_SEQUENCE_NUMBER"
    let rule =
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or "
      + "(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified \(type)"
    if bySequence, sequenceNumber == nil { throw AWSError.invalidArgument("\(rule) and no StartingSequenceNumber.") }
    if !bySequence, sequenceNumber != nil {
      throw AWSError.invalidArgument("\(rule) and also a StartingSequenceNumber.")
    }
    if type == "AT_TIMESTAMP" {
      guard let timestamp else {
        throw AWSError.invalidArgument("Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP.")
      }
      if timestamp.milliseconds > Int64(now) {
        throw AWSError.invalidArgument(
          "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: "
            + "\(timestamp.milliseconds), currentTimestampInMillis: \(now)")
      }
    }
  }

  /// The first counter that the reader gets.
  func counter(in shard: StreamShard, _ stream: Stream, _ store: KinesisStore, now: Int) throws(AWSError) -> Int {
    try check(now: now)
    switch type {
    case "TRIM_HORIZON": return try store.trimHorizon(of: shard, in: stream, now: now)
    case "LATEST": return shard.tail.counter + 1
    case "AT_TIMESTAMP":
      let time = timestamp.map { Int($0.milliseconds) } ?? 0
      return max(
        try store.trimHorizon(of: shard, in: stream, now: now), try store.counter(of: shard, atOrAfter: time))
    default: return try counter(of: sequenceNumber ?? "", shard, stream, store)
    }
  }

  private func counter(
    of text: String, _ shard: StreamShard, _ stream: Stream, _ store: KinesisStore
  ) throws(AWSError) -> Int {
    guard let number = SequenceNumber(text), number.shardCreated == shard.created, number.shardIndex == shard.index,
      number.counter <= UInt64(shard.tail.counter) || number == shard.endingSequenceNumber
    else {
      // AWS shows a small number in its own normal form, 2^124.
      let shown = SequenceNumber(text) == nil && text.utf8.count < 38 ? "21267647932558653966460912964485513216" : text
      throw AWSError.invalidArgument(
        "StartingSequenceNumber \(shown) used in \(operation) on shard \(shard.id) in stream \(stream.name) under "
          + "account \(stream.account) is invalid because it did not come from this stream.")
    }
    if number.counter > UInt64(shard.tail.counter) { return shard.tail.counter + 1 }
    let counter = Int(number.counter)
    if type == "AFTER_SEQUENCE_NUMBER" { return counter + 1 }
    // A heartbeat's ContinuationSequenceNumber has the last record's counter and a later time: that record was given.
    var isHeartbeat = false
    try store.records(of: shard, from: counter, limit: 1) { record in
      isHeartbeat = record.counter == counter && number.time > record.time / 1000
      return false
    }
    return isHeartbeat ? counter + 1 : max(counter, 1)
  }
}
