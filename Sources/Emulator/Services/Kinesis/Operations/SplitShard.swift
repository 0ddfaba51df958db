import Protocols
import Runtime

/// Splits a shard in two: it takes no more records, its children take those of its two halves.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html
enum SplitShard: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let shardToSplit = Required<String>("ShardToSplit", .length(1...128), KinesisTraits.namePattern)
    static let newStartingHashKey = Required<String>("NewStartingHashKey", KinesisTraits.hashKeyPattern)
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure("SplitShardInput", newStartingHashKey, streamName, shardToSplit, streamARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    if stream.isOnDemand { throw AWSError.onDemand(stream) }
    guard let shard = stream.shard(id: input[Input.shardToSplit]) else {
      throw AWSError.shardNotFound(input[Input.shardToSplit], stream.name, stream.account)
    }
    if !shard.isOpen { throw AWSError.shardClosed(shard, stream) }
    try AccountLimits.check(
      adding: 1, to: service.store.streams(of: stream.account, in: stream.region), request)
    let key = HashKey(explicit: input[Input.newStartingHashKey])
    guard let key, key.value > shard.start.value, key.value - shard.start.value > 1, key < shard.end else {
      throw AWSError.invalidArgument(
        "NewStartingHashKey \(input[Input.newStartingHashKey]) used in SplitShard() on shard \(shard.id) in stream "
          + "\(stream.name) under account \(stream.account) is not both greater than one plus the shard's "
          + "StartingHashKey \(shard.start.text) and less than the shard's EndingHashKey \(shard.end.text).")
    }
    try StreamReference.check(stream)
    try service.change(stream, .split(shard: shard.index, at: key), now: Int(request.now.milliseconds))
    return .now(Values())
  }
}
