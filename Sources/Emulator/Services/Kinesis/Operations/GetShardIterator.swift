import Protocols
import Runtime

/// A position in a shard to read from.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
enum GetShardIterator: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let shardID = Required<String>("ShardId", .length(1...128), KinesisTraits.namePattern)
    static let shardIteratorType = Required<String>(
      "ShardIteratorType",
      .values(["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]))
    static let startingSequenceNumber = Member<String>("StartingSequenceNumber", KinesisTraits.sequenceNumberPattern)
    static let timestamp = Member<Timestamp>("Timestamp")
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure(
      "GetShardIteratorInput", streamName, shardID, shardIteratorType, startingSequenceNumber, timestamp, streamARN,
      streamID)
  }
  enum Output: StructureShape {
    static let shardIterator = Member<String>("ShardIterator")
    static let shape = structure("GetShardIteratorOutput", shardIterator)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    guard let shard = stream.shard(id: input[Input.shardID]) else {
      throw AWSError.shardNotFound(input[Input.shardID], stream.name, stream.account)
    }
    let now = Int(request.now.milliseconds)
    let type = input[Input.shardIteratorType]
    let number = input[Input.startingSequenceNumber]
    let timestamp = input[Input.timestamp]
    try checkArguments(type, number, timestamp, now)

    let trimHorizon = try service.store.trimHorizon(of: shard, in: stream, now: now)
    let counter: Int
    switch type {
    case "TRIM_HORIZON": counter = trimHorizon
    case "LATEST": counter = shard.tail.counter + 1
    case "AT_TIMESTAMP":
      counter = max(
        trimHorizon, try service.store.counter(of: shard, atOrAfter: timestamp.map { Int($0.milliseconds) } ?? 0))
    default:
      let start = try position(number ?? "", shard, stream)
      counter = type == "AFTER_SEQUENCE_NUMBER" ? start + 1 : max(start, 1)
    }
    return .now(
      .with {
        $0[Output.shardIterator] =
          ShardIterator(stream: stream.id, shardIndex: shard.index, counter: counter, issued: now).text
      })
  }

  /// Which arguments go with which type (texts recorded from AWS).
  private static func checkArguments(
    _ type: String, _ number: String?, _ timestamp: Timestamp?, _ now: Int
  ) throws(AWSError) {
    let bySequence = type == "AT_SEQUENCE_NUMBER" || type == "AFTER_SEQUENCE_NUMBER"
    let rule =
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or "
      + "(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified \(type)"
    if bySequence, number == nil { throw AWSError.invalidArgument("\(rule) and no StartingSequenceNumber.") }
    if !bySequence, number != nil { throw AWSError.invalidArgument("\(rule) and also a StartingSequenceNumber.") }
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

  /// The counter that a sequence number of this shard carries.
  private static func position(_ text: String, _ shard: StreamShard, _ stream: Stream) throws(AWSError) -> Int {
    guard let number = SequenceNumber(text), number.shardCreated == shard.created, number.shardIndex == shard.index,
      number.counter <= UInt64(shard.tail.counter) || number == shard.endingSequenceNumber
    else {
      // AWS shows a small number in its own normal form, 2^124.
      let shown = SequenceNumber(text) == nil && text.utf8.count < 38 ? "21267647932558653966460912964485513216" : text
      throw AWSError.invalidArgument(
        "StartingSequenceNumber \(shown) used in GetShardIterator on shard \(shard.id) in stream \(stream.name) under "
          + "account \(stream.account) is invalid because it did not come from this stream.")
    }
    return Int(min(number.counter, UInt64(shard.tail.counter) + 1))
  }
}
