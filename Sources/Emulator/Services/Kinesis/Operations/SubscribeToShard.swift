import Protocols
import Runtime

/// Pushes a shard's records to a consumer as they come, for five minutes: an event stream over HTTP/1.1 or HTTP/2. A second
/// subscription of the consumer to the shard within five seconds is refused; a later one takes over.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html
enum SubscribeToShard: AWSOperation {
  enum Input: StructureShape {
    static let consumerARN = Required<String>("ConsumerARN", .length(1...2048), KinesisTraits.consumerPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shardID = Required<String>("ShardId", .length(1...128), KinesisTraits.namePattern)
    static let startingPosition = Required<Values<Position>>("StartingPosition")
    /// Newer than the pinned model (recorded from AWS).
    static let dryRun = Member<Bool>("DryRun", .beyondModel)
    static let shape = structure("SubscribeToShardInput", consumerARN, streamID, shardID, startingPosition, dryRun)
  }
  enum Position: StructureShape {
    static let type = Required<String>("Type", StartingPosition.types)
    static let sequenceNumber = Member<String>("SequenceNumber", KinesisTraits.sequenceNumberPattern)
    static let timestamp = Member<Timestamp>("Timestamp")
    static let shape = structure("StartingPosition", type, sequenceNumber, timestamp)
  }
  enum Output: StructureShape {
    /// Set in events only: the initial response is empty.
    static let eventStream = Member<Values<EventStream>>("EventStream")
    static let shape = structure("SubscribeToShardOutput", eventStream)
  }
  enum EventStream: StructureShape {
    static let event = Member<Values<Event>>("SubscribeToShardEvent")
    static let shape = union("SubscribeToShardEventStream", event)
  }
  enum Event: StructureShape {
    static let records = Required<[Values<Record>]>("Records")
    /// Absent in the last event of a closed shard, although the model requires it (recorded from AWS).
    static let continuationSequenceNumber = Member<String>("ContinuationSequenceNumber")
    static let millisBehindLatest = Required<Int>("MillisBehindLatest")
    static let childShards = Member<[Values<ChildShard>]>("ChildShards")
    static let shape = structure(
      "SubscribeToShardEvent", childShards, continuationSequenceNumber, millisBehindLatest, records)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let (stream, consumer) = try StreamReference.consumer(arn: input[Input.consumerARN], request, service)
    if !stream.settings.isUsable { throw AWSError.streamNotFound(stream.name, stream.account) }
    guard let shard = stream.shard(id: input[Input.shardID]) else {
      throw AWSError.shardNotFound(input[Input.shardID], stream.name, stream.account)
    }
    if consumer.status != .active { throw AWSError.consumerNotActive(consumer, stream) }
    let now = Int(request.now.milliseconds)
    let asked = input[Input.startingPosition]
    let position = StartingPosition(
      operation: "SubscribeToShard", type: asked[Position.type], sequenceNumber: asked[Position.sequenceNumber],
      timestamp: asked[Position.timestamp])
    let counter = try position.counter(in: shard, stream, service.store, now: now)
    if service.subscriptions.refuses(consumer, shard, now: now) {
      throw AWSError.subscriptionExists(consumer, shard, stream)
    }
    if input[Input.dryRun] == true { throw AWSError.dryRun("SubscribeToShard") }
    let body = EventStreamBody(initial: Structure(Output.shape))
    let subscription = Subscription(service, stream, consumer, shard, counter: counter, body, now: now)
    service.subscriptions.add(subscription, in: service.store.round)
    return .body(Values(), .stream(body))
  }
}
