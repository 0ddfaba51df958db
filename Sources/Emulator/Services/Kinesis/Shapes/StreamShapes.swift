import Protocols
import Runtime

/// The constraints that many operations of Kinesis share
/// (https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Types.html).
enum KinesisTraits {
  static let namePattern = Trait.pattern("[a-zA-Z0-9_.-]+")
  static let arnPattern = Trait.pattern(#"arn:aws.*:kinesis:.*:\d{12}:stream/\S+"#)
  static let resourcePattern = Trait.pattern(#"arn:aws.*:kinesis:.*:\d{12}:.*stream/\S+"#)
  static let hashKeyPattern = Trait.pattern(#"0|([1-9]\d{0,38})"#)
  static let sequenceNumberPattern = Trait.pattern(#"0|([1-9]\d{0,128})"#)
  // Those of records, with the ends that AWS's messages show there (recorded).
  static let explicitHashKeyPattern = Trait.pattern(#"^(0|([1-9]\d{0,38}))$"#)
  static let orderingPattern = Trait.pattern(#"^(0|([1-9]\d{0,128}))$"#)
  static let consumerPattern = Trait.pattern(
    #"^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+"#)
  /// In the order of AWS's message (recorded).
  static let metrics = Trait.values([
    "ALL", "IteratorAgeMilliseconds", "IncomingBytes", "WriteProvisionedThroughputExceeded", "OutgoingRecords",
    "ReadProvisionedThroughputExceeded", "IncomingRecords", "OutgoingBytes",
  ])
  static let streamIDPattern = Trait.pattern("[a-z0-9]{20}-[a-z0-9]{3}")
}

enum StreamModeDetails: StructureShape {
  static let streamMode = Required<String>("StreamMode", .values(["PROVISIONED", "ON_DEMAND"]))
  static let shape = structure("StreamModeDetails", streamMode)

  static func of(_ stream: Stream) -> Values<StreamModeDetails> { .with { $0[streamMode] = stream.settings.mode } }
}

enum HashKeyRange: StructureShape {
  static let startingHashKey = Required<String>("StartingHashKey", KinesisTraits.hashKeyPattern)
  static let endingHashKey = Required<String>("EndingHashKey", KinesisTraits.hashKeyPattern)
  static let shape = structure("HashKeyRange", endingHashKey, startingHashKey)
}

enum SequenceNumberRange: StructureShape {
  static let startingSequenceNumber = Required<String>("StartingSequenceNumber", KinesisTraits.sequenceNumberPattern)
  static let endingSequenceNumber = Member<String>("EndingSequenceNumber", KinesisTraits.sequenceNumberPattern)
  static let shape = structure("SequenceNumberRange", endingSequenceNumber, startingSequenceNumber)
}

enum Shard: StructureShape {
  static let shardID = Required<String>("ShardId", .length(1...128), KinesisTraits.namePattern)
  static let parentShardID = Member<String>("ParentShardId", .length(1...128), KinesisTraits.namePattern)
  static let adjacentParentShardID = Member<String>(
    "AdjacentParentShardId", .length(1...128), KinesisTraits.namePattern)
  static let hashKeyRange = Required<Values<HashKeyRange>>("HashKeyRange")
  static let sequenceNumberRange = Required<Values<SequenceNumberRange>>("SequenceNumberRange")
  static let shape = structure(
    "Shard", adjacentParentShardID, hashKeyRange, parentShardID, sequenceNumberRange, shardID)

  static func of(_ shard: StreamShard) -> Values<Shard> {
    .with { out in
      out[shardID] = shard.id
      out[parentShardID] = shard.parent.map(StreamShard.id)
      out[adjacentParentShardID] = shard.adjacentParent.map(StreamShard.id)
      out[hashKeyRange] = .with {
        $0[HashKeyRange.startingHashKey] = shard.start.text
        $0[HashKeyRange.endingHashKey] = shard.end.text
      }
      out[sequenceNumberRange] = .with {
        $0[SequenceNumberRange.startingSequenceNumber] = shard.startingSequenceNumber.text
        $0[SequenceNumberRange.endingSequenceNumber] = shard.endingSequenceNumber?.text
      }
    }
  }
}

enum EnhancedMetrics: StructureShape {
  static let shardLevelMetrics = Member<[String]>("ShardLevelMetrics")
  static let shape = structure("EnhancedMetrics", shardLevelMetrics)

  static func of(_ stream: Stream) -> [Values<EnhancedMetrics>] {
    [.with { $0[shardLevelMetrics] = stream.settings.metrics }]
  }
}

/// What an on-demand stream is to take at once; it is ready as soon as it is asked for.
enum WarmThroughput: StructureShape {
  static let targetMiBps = Member<Int32>("TargetMiBps")
  static let currentMiBps = Member<Int32>("CurrentMiBps")
  static let shape = structure("WarmThroughputObject", currentMiBps, targetMiBps)

  static func of(_ rate: Int) -> Values<WarmThroughput> {
    .with {
      $0[targetMiBps] = Int32(rate)
      $0[currentMiBps] = Int32(rate)
    }
  }

  /// It is refused, 0 included, while the account's billing commitment is DISABLED (recorded from AWS).
  static func rate(
    _ rate: Int32, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Int {
    let commitment = try service.store.commitment(request.account, request.region)
    guard commitment.isEnabled(now: Int(request.now.milliseconds)) else {
      throw AWSError.validation(
        "Warm throughput needs the minimum throughput billing commitment of account \(request.account) to be ENABLED.")
    }
    return Int(rate)
  }
}

enum Tag: StructureShape {
  static let key = Required<String>("Key", .length(1...128))
  static let value = Member<String>("Value", .length(0...256))
  static let shape = structure("Tag", key, value)
}
