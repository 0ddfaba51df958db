import Protocols

/// A record as GetRecords and SubscribeToShard give it.
enum Record: StructureShape {
  static let sequenceNumber = Required<String>("SequenceNumber")
  static let approximateArrivalTimestamp = Member<Timestamp>("ApproximateArrivalTimestamp")
  static let data = Required<Blob>("Data")
  static let partitionKey = Required<String>("PartitionKey")
  /// Where it was put under a key.
  static let encryptionType = Member<String>("EncryptionType")
  static let shape = structure(
    "Record", approximateArrivalTimestamp, data, encryptionType, partitionKey, sequenceNumber)

  static func of(_ record: KinesisStore.StoredRecord, in shard: StreamShard) -> Values<Record> {
    .with {
      $0[sequenceNumber] = shard.sequenceNumber(counter: record.counter, milliseconds: record.time).text
      $0[approximateArrivalTimestamp] = Timestamp(milliseconds: Int64(record.time))
      $0[data] = Blob(record.data)
      $0[partitionKey] = record.partitionKey
      if record.isEncrypted { $0[encryptionType] = "KMS" }
    }
  }
}

/// A shard that goes on where a closed one ended.
enum ChildShard: StructureShape {
  static let shardID = Required<String>("ShardId")
  static let parentShards = Required<[String]>("ParentShards")
  static let hashKeyRange = Required<Values<HashKeyRange>>("HashKeyRange")
  static let shape = structure("ChildShard", hashKeyRange, parentShards, shardID)

  static func of(_ shard: StreamShard, in stream: Stream) -> [Values<ChildShard>] {
    stream.shards.filter { $0.parent == shard.index || $0.adjacentParent == shard.index }.map { child in
      .with {
        $0[shardID] = child.id
        $0[parentShards] = [child.parent, child.adjacentParent].compactMap { $0.map(StreamShard.id) }
        $0[hashKeyRange] = .with {
          $0[HashKeyRange.startingHashKey] = child.start.text
          $0[HashKeyRange.endingHashKey] = child.end.text
        }
      }
    }
  }
}
