import Protocols
import Runtime

/// A place in a shard from which GetRecords reads; it serves for 15 minutes.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
enum GetShardIterator: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Required<String>("StreamArn", StreamTraits.arnLength)
    static let shardID = Required<String>("ShardId", StreamTraits.shardIDLength)
    static let shardIteratorType = Required<String>(
      "ShardIteratorType", .values(["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"]))
    static let sequenceNumber = Member<String>("SequenceNumber", .length(21...40))
    static let shape = structure("GetShardIteratorInput", streamARN, shardID, shardIteratorType, sequenceNumber)
  }
  enum Output: StructureShape {
    static let shardIterator = Member<String>("ShardIterator")
    static let shape = structure("GetShardIteratorOutput", shardIterator)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBStreamsService
  ) throws(AWSError) -> Answer<Output> {
    let type = input[Input.shardIteratorType]
    let number = input[Input.sequenceNumber]
    let isByNumber = type == "AT_SEQUENCE_NUMBER" || type == "AFTER_SEQUENCE_NUMBER"
    if isByNumber && number == nil {
      throw AWSError.validation("SequenceNumber must be specified when ShardIteratorType is \(type)")
    }
    if !isByNumber && number != nil {
      throw AWSError.validation("SequenceNumber must not be specified when ShardIteratorType is \(type)")
    }
    let stream = try service.stream(input[Input.streamARN], request)
    guard let shard = stream.shard(id: input[Input.shardID]) else {
      throw AWSError(
        "ResourceNotFoundException",
        "Requested resource not found: Shard: \(input[Input.shardID]) in Stream: \(stream.arn) not found")
    }
    let now = Int(request.now.milliseconds)
    let counter: Int
    switch type {
    case "TRIM_HORIZON": counter = try service.store.trimHorizon(of: shard, now: now) ?? shard.lastCounter + 1
    case "LATEST": counter = shard.lastCounter + 1
    default: counter = try place(number ?? "", type, shard, service, now: now)
    }
    let iterator = StreamIterator(streamARN: stream.arn, shard: shard.row, counter: counter, issued: now)
    return .now(.with { $0[Output.shardIterator] = iterator.text })
  }

  /// The starting number of a shard is that of no record: reading at or after it begins with the first.
  private static func place(
    _ text: String, _ type: String, _ shard: StreamShard, _ service: DynamoDBStreamsService, now: Int
  ) throws(AWSError) -> Int {
    guard let number = StreamSequenceNumber(text), number.shard == shard.row, number.counter <= shard.lastCounter else {
      throw AWSError.validation(
        "Invalid SequenceNumber: \(text) is not within the range of the shard \(shard.id)")
    }
    let counter = type == "AFTER_SEQUENCE_NUMBER" ? number.counter + 1 : max(1, number.counter)
    let horizon = try service.store.trimHorizon(of: shard, now: now) ?? shard.lastCounter + 1
    if number.counter > 0 && counter < horizon {
      throw AWSError(
        "TrimmedDataAccessException",
        "The operation attempted to read past the oldest stream record in a shard.")
    }
    return max(counter, horizon)
  }
}
