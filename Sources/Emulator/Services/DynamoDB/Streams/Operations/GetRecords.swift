import Protocols
import Runtime

/// Records of a shard from an iterator on: up to Limit of them (1,000), or 1 MB.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
enum GetRecords: AWSOperation {
  enum Input: StructureShape {
    static let shardIterator = Required<String>("ShardIterator", .length(1...2048))
    static let limit = Member<Int32>("Limit", .atLeast(1))
    static let shape = structure("GetRecordsInput", shardIterator, limit)
  }
  enum Output: StructureShape {
    static let records = Member<[Values<Record>]>("Records")
    static let nextShardIterator = Member<String>("NextShardIterator")
    static let shape = structure("GetRecordsOutput", records, nextShardIterator)
  }
  enum Record: StructureShape {
    static let eventID = Member<String>("eventID")
    static let eventName = Member<String>("eventName")
    static let eventVersion = Member<String>("eventVersion")
    static let eventSource = Member<String>("eventSource")
    static let awsRegion = Member<String>("awsRegion")
    static let dynamodb = Member<Values<StreamRecord>>("dynamodb")
    static let userIdentity = Member<Values<Identity>>("userIdentity")
    static let shape = structure(
      "Record", eventID, eventName, eventVersion, eventSource, awsRegion, dynamodb, userIdentity)
  }
  enum StreamRecord: StructureShape {
    static let approximateCreationDateTime = Member<Timestamp>("ApproximateCreationDateTime")
    static let keys = Member<Item>("Keys")
    static let newImage = Member<Item>("NewImage")
    static let oldImage = Member<Item>("OldImage")
    static let sequenceNumber = Member<String>("SequenceNumber")
    static let sizeBytes = Member<Int>("SizeBytes")
    static let streamViewType = Member<String>("StreamViewType")
    static let shape = structure(
      "StreamRecord", approximateCreationDateTime, keys, newImage, oldImage, sequenceNumber, sizeBytes, streamViewType)
  }
  enum Identity: StructureShape {
    static let principalID = Member<String>("PrincipalId")
    static let type = Member<String>("Type")
    static let shape = structure("Identity", principalID, type)
  }

  private static let mostRecords = 1000
  private static let mostBytes = 1 << 20

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBStreamsService
  ) throws(AWSError) -> Answer<Output> {
    let limit = try StreamTraits.limit(input[Input.limit], mostRecords)
    guard let iterator = StreamIterator(input[Input.shardIterator]) else {
      throw AWSError.validation("Invalid ShardIterator")
    }
    let now = Int(request.now.milliseconds)
    if now - iterator.issued > StreamIterator.lifetime {
      throw AWSError("ExpiredIteratorException", "Iterator expired")
    }
    let stream = try service.stream(iterator.streamARN, request)
    guard let shard = stream.shards.first(where: { $0.row == iterator.shard }) else {
      throw AWSError("TrimmedDataAccessException", "The shard has been trimmed from the stream.")
    }
    var records: [Values<Record>] = []
    var bytes = 0
    var next = iterator.counter
    try service.store.records(of: shard, from: iterator.counter, limit: limit) { record in
      // What is past its time and not swept yet is passed over.
      if record.time > now - TableStream.retention {
        if !records.isEmpty && bytes + record.size > mostBytes { return false }
        records.append(shown(record, shard, stream, isInside: request.head == nil))
        bytes += record.size
      }
      next = record.counter + 1
      return true
    }
    return .now(
      .with { out in
        out[Output.records] = records
        if shard.isOpen || next <= shard.lastCounter {
          out[Output.nextShardIterator] =
            StreamIterator(streamARN: stream.arn, shard: shard.row, counter: next, issued: now).text
        }
      })
  }

  private static func shown(
    _ record: StreamStore.StoredRecord, _ shard: StreamShard, _ stream: TableStream, isInside: Bool
  ) -> Values<Record> {
    let number = StreamSequenceNumber(shard: shard.row, counter: record.counter)
    return .with { out in
      out[Record.eventID] = eventID(of: number, stream)
      out[Record.eventName] = record.kind.name
      out[Record.eventVersion] = "1.1"
      out[Record.eventSource] = "aws:dynamodb"
      out[Record.awsRegion] = stream.region
      out[Record.dynamodb] = .with {
        // AWS tells whole seconds; mappings inside want to know how old a record is.
        $0[StreamRecord.approximateCreationDateTime] =
          isInside ? Timestamp(milliseconds: Int64(record.time)) : Timestamp(seconds: Int64(record.time / 1000))
        $0[StreamRecord.keys] = record.keys
        $0[StreamRecord.newImage] = record.new
        $0[StreamRecord.oldImage] = record.old
        $0[StreamRecord.sequenceNumber] = number.text
        $0[StreamRecord.sizeBytes] = record.size
        $0[StreamRecord.streamViewType] = stream.viewType.rawValue
      }
      if record.isByTimeToLive {
        out[Record.userIdentity] = .with {
          $0[Identity.principalID] = "dynamodb.amazonaws.com"
          $0[Identity.type] = "Service"
        }
      }
    }
  }

  /// 32 hexadecimal digits that a record keeps for its life.
  private static func eventID(of number: StreamSequenceNumber, _ stream: TableStream) -> String {
    let hash = MD5.hash(Array((stream.arn + number.text).utf8))
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
