import Protocols
import Runtime

/// The next records of a shard, up to 10,000 and 10 MiB, and the iterator to go on with.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
enum GetRecords: AWSOperation {
  enum Input: StructureShape {
    static let shardIterator = Required<String>("ShardIterator", .length(1...512))
    static let limit = Member<Int32>("Limit", .range(1...10000))
    static let streamARN = Member<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    /// Newer than the pinned model (recorded from AWS).
    static let dryRun = Member<Bool>("DryRun", .beyondModel)
    static let shape = structure("GetRecordsInput", shardIterator, limit, streamARN, streamID, dryRun)
  }
  enum Output: StructureShape {
    static let records = Required<[Values<Record>]>("Records")
    static let nextShardIterator = Member<String>("NextShardIterator")
    static let millisBehindLatest = Member<Int>("MillisBehindLatest")
    static let childShards = Member<[Values<ChildShard>]>("ChildShards")
    static let shape = structure("GetRecordsOutput", childShards, millisBehindLatest, nextShardIterator, records)
  }

  /// Bytes of data; checked before a record is added, so that one page may pass it by a record (recorded from AWS).
  private static let pageLimit = 10 << 20

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    guard let iterator = ShardIterator(input[Input.shardIterator]) else {
      throw AWSError.invalidArgument("Invalid ShardIterator.")
    }
    let now = Int(request.now.milliseconds)
    if now - iterator.issued > ShardIterator.lifetime {
      throw AWSError.expiredIterator(Timestamp(milliseconds: Int64(iterator.issued)), request.now)
    }
    // Even of a stream that is gone (recorded from AWS).
    if input[Input.dryRun] == true { throw AWSError.dryRun("GetRecords") }
    let shardID = StreamShard.id(iterator.shardIndex)
    // An iterator of another account's stream comes with the stream's ARN.
    let account = input[Input.streamARN].flatMap { ARN($0)?.account } ?? request.account
    guard let stream = service.store.stream(id: iterator.stream), stream.account == account,
      stream.region == request.region, let shard = stream.shard(index: iterator.shardIndex)
    else { throw AWSError.shardGone(shardID, iterator.streamName, request.account) }
    if let arn = input[Input.streamARN], arn != stream.arn {
      throw AWSError.invalidArgument("The shard iterator is not of the stream \(arn).")
    }
    // Workers inside of the emulator follow every commit: only clients are held to the shard's rate.
    let isThrottled = service.throttles && request.head != nil
    if isThrottled, !shard.throughput.beginRead(now: now) { throw AWSError.shardRateExceeded(shard, stream) }

    let start = max(iterator.counter, try service.store.trimHorizon(of: shard, in: stream, now: now))
    var records: [Values<Record>] = []
    var bytes = 0
    var next = start
    var lastTime = now
    try service.store.records(of: shard, from: start, limit: Int(input[Input.limit] ?? 10000)) { record in
      if bytes >= pageLimit { return false }
      bytes += record.data.count
      next = record.counter + 1
      lastTime = record.time
      records.append(Record.of(record, in: shard))
      return true
    }
    if isThrottled { shard.throughput.endRead(bytes) }
    let isAtTip = next > shard.tail.counter
    return .now(
      .with { out in
        out[Output.records] = records
        // AWS counts in whole seconds.
        out[Output.millisBehindLatest] = isAtTip ? 0 : max(0, now - lastTime) / 1000 * 1000
        if isAtTip, !shard.isOpen {
          out[Output.childShards] = ChildShard.of(shard, in: stream)
        } else {
          out[Output.nextShardIterator] =
            ShardIterator(
              stream: stream.id, streamName: stream.name, shardIndex: shard.index, counter: next, issued: now
            ).text
        }
      })
  }
}
