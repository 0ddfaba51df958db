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
    static let shape = structure("GetRecordsInput", shardIterator, limit, streamARN, streamID)
  }
  enum Record: StructureShape {
    static let sequenceNumber = Required<String>("SequenceNumber")
    static let approximateArrivalTimestamp = Member<Timestamp>("ApproximateArrivalTimestamp")
    static let data = Required<Blob>("Data")
    static let partitionKey = Required<String>("PartitionKey")
    static let shape = structure("Record", approximateArrivalTimestamp, data, partitionKey, sequenceNumber)
  }
  enum ChildShard: StructureShape {
    static let shardID = Required<String>("ShardId")
    static let parentShards = Required<[String]>("ParentShards")
    static let hashKeyRange = Required<Values<HashKeyRange>>("HashKeyRange")
    static let shape = structure("ChildShard", hashKeyRange, parentShards, shardID)
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
      throw AWSError.expiredIterator(
        Timestamp(milliseconds: Int64(iterator.issued)).iso8601(), request.now.iso8601())
    }
    let shardID = StreamShard.id(iterator.shardIndex)
    guard let stream = service.store.stream(id: iterator.stream), stream.account == request.account,
      stream.region == request.region,
      let shard = stream.shards.first(where: { $0.index == iterator.shardIndex })
    else { throw AWSError.shardGone(shardID, "", request.account) }
    if let arn = input[Input.streamARN], arn != stream.arn {
      throw AWSError.invalidArgument("The shard iterator is not of the stream \(arn).")
    }

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
      records.append(
        .with {
          $0[Record.sequenceNumber] = shard.sequenceNumber(counter: record.counter, milliseconds: record.time).text
          $0[Record.approximateArrivalTimestamp] = Timestamp(milliseconds: Int64(record.time))
          $0[Record.data] = Blob(record.data)
          $0[Record.partitionKey] = record.partitionKey
        })
      return true
    }
    let isAtTip = next > shard.tail.counter
    let isEnd = isAtTip && !shard.isOpen
    return .now(
      .with { out in
        out[Output.records] = records
        // AWS counts in whole seconds.
        out[Output.millisBehindLatest] = isAtTip ? 0 : max(0, now - lastTime) / 1000 * 1000
        if isEnd {
          out[Output.childShards] = children(of: shard, in: stream)
        } else {
          out[Output.nextShardIterator] =
            ShardIterator(stream: stream.id, shardIndex: shard.index, counter: next, issued: now).text
        }
      })
  }

  private static func children(of shard: StreamShard, in stream: Stream) -> [Values<ChildShard>] {
    stream.shards.filter { $0.parent == shard.index || $0.adjacentParent == shard.index }.map { child in
      .with {
        $0[ChildShard.shardID] = child.id
        $0[ChildShard.parentShards] = [child.parent, child.adjacentParent].compactMap { $0.map(StreamShard.id) }
        $0[ChildShard.hashKeyRange] = .with {
          $0[HashKeyRange.startingHashKey] = child.start.text
          $0[HashKeyRange.endingHashKey] = child.end.text
        }
      }
    }
  }
}
