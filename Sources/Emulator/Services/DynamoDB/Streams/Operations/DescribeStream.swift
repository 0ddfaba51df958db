import Protocols
import Runtime

/// What a stream is, and its shards, a page of them; the children of one shard, when the filter asks for them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html
enum DescribeStream: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Required<String>("StreamArn", StreamTraits.arnLength)
    static let limit = Member<Int32>("Limit", .atLeast(1))
    static let exclusiveStartShardID = Member<String>("ExclusiveStartShardId", StreamTraits.shardIDLength)
    static let shardFilter = Member<Values<ShardFilter>>("ShardFilter")
    static let shape = structure("DescribeStreamInput", streamARN, limit, exclusiveStartShardID, shardFilter)
  }
  enum ShardFilter: StructureShape {
    static let type = Member<String>("Type", .values(["CHILD_SHARDS"]))
    static let shardID = Member<String>("ShardId", StreamTraits.shardIDLength)
    static let shape = structure("ShardFilter", type, shardID)
  }
  enum Output: StructureShape {
    static let streamDescription = Member<Values<StreamDescription>>("StreamDescription")
    static let shape = structure("DescribeStreamOutput", streamDescription)
  }
  enum StreamDescription: StructureShape {
    static let streamARN = Member<String>("StreamArn")
    static let streamLabel = Member<String>("StreamLabel")
    static let streamStatus = Member<String>("StreamStatus")
    static let streamViewType = Member<String>("StreamViewType")
    static let creationRequestDateTime = Member<Timestamp>("CreationRequestDateTime")
    static let tableName = Member<String>("TableName")
    static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema")
    static let shards = Member<[Values<Shard>]>("Shards")
    static let lastEvaluatedShardID = Member<String>("LastEvaluatedShardId")
    static let shape = structure(
      "StreamDescription", streamARN, streamLabel, streamStatus, streamViewType, creationRequestDateTime, tableName,
      keySchema, shards, lastEvaluatedShardID)
  }
  enum Shard: StructureShape {
    static let shardID = Member<String>("ShardId")
    static let sequenceNumberRange = Member<Values<SequenceNumberRange>>("SequenceNumberRange")
    static let parentShardID = Member<String>("ParentShardId")
    static let shape = structure("Shard", shardID, sequenceNumberRange, parentShardID)
  }
  enum SequenceNumberRange: StructureShape {
    static let startingSequenceNumber = Member<String>("StartingSequenceNumber")
    static let endingSequenceNumber = Member<String>("EndingSequenceNumber")
    static let shape = structure("SequenceNumberRange", startingSequenceNumber, endingSequenceNumber)
  }

  private static let mostShards = 100

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBStreamsService
  ) throws(AWSError) -> Answer<Output> {
    let limit = try StreamTraits.limit(input[Input.limit], mostShards)
    let filter = input[Input.shardFilter]
    if let filter, !filter.has(ShardFilter.type) || !filter.has(ShardFilter.shardID) {
      throw AWSError.validation("ShardFilter must have both Type and ShardId")
    }
    let stream = try service.stream(input[Input.streamARN], request)
    var shards = stream.shards
    if let parent = filter?[ShardFilter.shardID] {
      if stream.shard(id: parent) == nil {
        throw AWSError.validation("Invalid ShardFilter.ShardId: the shard \(parent) is not of this stream")
      }
      shards = shards.filter { $0.parent == parent }
    }
    if let start = input[Input.exclusiveStartShardID] { shards = shards.filter { $0.id > start } }
    let page = shards.prefix(limit)
    let known = Set(stream.shards.map(\.id))
    return .now(
      .with { out in
        out[Output.streamDescription] = .with { out in
          out[StreamDescription.streamARN] = stream.arn
          out[StreamDescription.streamLabel] = stream.label
          out[StreamDescription.streamStatus] = stream.disabled == nil ? "ENABLED" : "DISABLED"
          out[StreamDescription.streamViewType] = stream.viewType.rawValue
          out[StreamDescription.creationRequestDateTime] = Timestamp(milliseconds: Int64(stream.created))
          out[StreamDescription.tableName] = stream.tableName
          out[StreamDescription.keySchema] = KeySchemaElement.schema(of: stream.key)
          out[StreamDescription.shards] = page.map { description(of: $0, known) }
          if page.count < shards.count { out[StreamDescription.lastEvaluatedShardID] = page.last?.id }
        }
      })
  }

  /// A parent that is swept is told no more.
  private static func description(of shard: StreamShard, _ known: Set<String>) -> Values<Shard> {
    .with { out in
      out[Shard.shardID] = shard.id
      out[Shard.sequenceNumberRange] = .with {
        $0[SequenceNumberRange.startingSequenceNumber] = shard.startingSequenceNumber.text
        $0[SequenceNumberRange.endingSequenceNumber] = shard.endingSequenceNumber?.text
      }
      if let parent = shard.parent, known.contains(parent) { out[Shard.parentShardID] = parent }
    }
  }
}

extension KeySchemaElement {
  static func schema(of key: TableKey) -> [Values<KeySchemaElement>] {
    key.attributes.enumerated().map { index, attribute in
      .with {
        $0[attributeName] = attribute.text
        $0[keyType] = index == 0 ? "HASH" : "RANGE"
      }
    }
  }
}
