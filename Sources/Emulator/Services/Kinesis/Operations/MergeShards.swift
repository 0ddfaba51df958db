import Protocols
import Runtime

/// Merges two shards whose hash ranges are neighbours, the lower one first, into one.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html
enum MergeShards: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let shardToMerge = Required<String>("ShardToMerge", .length(1...128), KinesisTraits.namePattern)
    static let adjacentShardToMerge = Required<String>(
      "AdjacentShardToMerge", .length(1...128), KinesisTraits.namePattern)
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure(
      "MergeShardsInput", shardToMerge, adjacentShardToMerge, streamName, streamARN, streamID)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    if stream.isOnDemand { throw AWSError.onDemand(stream) }
    let first = try shard(input[Input.shardToMerge], stream)
    let second = try shard(input[Input.adjacentShardToMerge], stream)
    for shard in [first, second] where !shard.isOpen { throw AWSError.shardClosed(shard, stream) }
    guard first.end < HashKey.last, first.end.value + 1 == second.start.value else {
      throw AWSError.invalidArgument(
        "Shards \(first.id) and \(second.id) in stream \(stream.name) under account \(stream.account) are not an adjacent "
          + "pair of shards eligible for merging")
    }
    try StreamReference.check(stream)
    try service.change(
      stream, .merge(shard: first.index, adjacent: second.index), now: Int(request.now.milliseconds))
    return .now(Values())
  }

  private static func shard(_ id: String, _ stream: Stream) throws(AWSError) -> StreamShard {
    guard let shard = stream.shard(id: id) else {
      throw AWSError.shardNotFound(id, stream.name, stream.account)
    }
    return shard
  }
}
