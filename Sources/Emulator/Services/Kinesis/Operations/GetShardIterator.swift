import Protocols
import Runtime

/// A position in a shard to read from.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
enum GetShardIterator: AWSOperation {
  enum Input: StructureShape {
    static let streamName = Member<String>("StreamName", .length(1...128), KinesisTraits.namePattern)
    static let shardID = Required<String>("ShardId", .length(1...128), KinesisTraits.namePattern)
    static let shardIteratorType = Required<String>("ShardIteratorType", StartingPosition.types)
    static let startingSequenceNumber = Member<String>("StartingSequenceNumber", KinesisTraits.sequenceNumberPattern)
    static let timestamp = Member<Timestamp>("Timestamp")
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    /// Newer than the pinned model (recorded from AWS).
    static let dryRun = Member<Bool>("DryRun", .beyondModel)
    static let shape = structure(
      "GetShardIteratorInput", streamName, shardID, shardIteratorType, startingSequenceNumber, timestamp, streamARN,
      streamID, dryRun)
  }
  enum Output: StructureShape {
    static let shardIterator = Member<String>("ShardIterator")
    static let shape = structure("GetShardIteratorOutput", shardIterator)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.usable(
      name: input[Input.streamName], arn: input[Input.streamARN], request, service)
    // Even for a shard that is not there (recorded from AWS).
    if input[Input.dryRun] == true { throw AWSError.dryRun("GetShardIterator") }
    guard let shard = stream.shard(id: input[Input.shardID]) else {
      throw AWSError.shardNotFound(input[Input.shardID], stream.name, stream.account)
    }
    let now = Int(request.now.milliseconds)
    let position = StartingPosition(
      operation: "GetShardIterator", type: input[Input.shardIteratorType],
      sequenceNumber: input[Input.startingSequenceNumber], timestamp: input[Input.timestamp])
    let counter = try position.counter(in: shard, stream, service.store, now: now)
    return .now(
      .with {
        $0[Output.shardIterator] =
          ShardIterator(
            stream: stream.id, streamName: stream.name, shardIndex: shard.index, counter: counter, issued: now,
            isOfTimestamp: position.type == "AT_TIMESTAMP"
          ).text
      })
  }
}
