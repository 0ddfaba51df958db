package import Protocols
package import Runtime

/// Reading a stream from inside, through the operations that a client would use. From any thread.
extension KinesisService {
  /// Throws ResourceNotFoundException. All shards, the closed ones included, in the order of their ids.
  package func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    let region = Self.region(of: streamARN)
    let summary = try await setting.cloud.perform(
      DescribeStreamSummary.self, .with { $0[DescribeStreamSummary.Input.streamARN] = streamARN }, as: caller,
      region: region)
    let status = summary[DescribeStreamSummary.Output.streamDescriptionSummary][
      DescribeStreamSummary.StreamDescriptionSummary.streamStatus]
    var shards: [StreamPortDescription.Shard] = []
    // One that is being made or deleted shows none.
    if status == "CREATING" || status == "DELETING" { return StreamPortDescription(status: status, shards: shards) }
    var token: String?
    repeat {
      var input = Values<ListShards.Input>()
      if let token { input[ListShards.Input.nextToken] = token } else { input[ListShards.Input.streamARN] = streamARN }
      let page = try await setting.cloud.perform(ListShards.self, input, as: caller, region: region)
      for shard in page[ListShards.Output.shards] ?? [] {
        shards.append(
          StreamPortDescription.Shard(
            id: shard[Shard.shardID],
            parents: [shard[Shard.parentShardID], shard[Shard.adjacentParentShardID]].compactMap { $0 },
            isOpen: !shard[Shard.sequenceNumberRange].has(SequenceNumberRange.endingSequenceNumber),
            hashKeys: Self.hashKeys(shard[Shard.hashKeyRange])))
      }
      token = page[ListShards.Output.nextToken]
    } while token != nil
    return StreamPortDescription(status: status, shards: shards)
  }

  private static func hashKeys(_ range: Values<HashKeyRange>) -> ClosedRange<UInt128>? {
    guard let start = UInt128(range[HashKeyRange.startingHashKey]),
      let end = UInt128(range[HashKeyRange.endingHashKey]),
      start <= end
    else { return nil }
    return start...end
  }

  /// A consumer by its ARN. Throws ResourceNotFoundException.
  package func consumer(_ consumerARN: String, as caller: Caller) async throws(AWSError) -> StreamPortConsumer {
    let output = try await setting.cloud.perform(
      DescribeStreamConsumer.self, .with { $0[DescribeStreamConsumer.Input.consumerARN] = consumerARN }, as: caller,
      region: Self.region(of: consumerARN))
    let description = output[DescribeStreamConsumer.Output.consumerDescription]
    return StreamPortConsumer(
      streamARN: description[DescribeStreamConsumer.ConsumerDescription.streamARN],
      name: description[DescribeStreamConsumer.ConsumerDescription.consumerName],
      status: description[DescribeStreamConsumer.ConsumerDescription.consumerStatus])
  }

  package func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String {
    var input = Values<GetShardIterator.Input>()
    input[GetShardIterator.Input.streamARN] = streamARN
    input[GetShardIterator.Input.shardID] = shard
    switch position {
    case .trimHorizon: input[GetShardIterator.Input.shardIteratorType] = "TRIM_HORIZON"
    case .latest: input[GetShardIterator.Input.shardIteratorType] = "LATEST"
    case .timestamp(let timestamp):
      input[GetShardIterator.Input.shardIteratorType] = "AT_TIMESTAMP"
      input[GetShardIterator.Input.timestamp] = timestamp
    case .after(let number):
      input[GetShardIterator.Input.shardIteratorType] = "AFTER_SEQUENCE_NUMBER"
      input[GetShardIterator.Input.startingSequenceNumber] = number
    case .at(let number):
      input[GetShardIterator.Input.shardIteratorType] = "AT_SEQUENCE_NUMBER"
      input[GetShardIterator.Input.startingSequenceNumber] = number
    }
    let output = try await setting.cloud.perform(
      GetShardIterator.self, input, as: caller, region: Self.region(of: streamARN))
    return output[GetShardIterator.Output.shardIterator] ?? ""
  }

  /// Throws ExpiredIteratorException, ResourceNotFoundException.
  package func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> StreamPage {
    var input = Values<GetRecords.Input>()
    input[GetRecords.Input.shardIterator] = iterator
    input[GetRecords.Input.limit] = Int32(clamping: limit)
    input[GetRecords.Input.streamARN] = streamARN
    let output = try await setting.cloud.perform(
      GetRecords.self, input, as: caller, region: Self.region(of: streamARN))
    let records = output[GetRecords.Output.records].map { record in
      StreamRecord(
        sequenceNumber: record[Record.sequenceNumber],
        partitionKey: record[Record.partitionKey], data: record[Record.data].bytes,
        arrival: record[Record.approximateArrivalTimestamp] ?? Timestamp(milliseconds: 0))
    }
    return StreamPage(
      records: records, nextIterator: output[GetRecords.Output.nextShardIterator],
      millisBehindLatest: output[GetRecords.Output.millisBehindLatest] ?? 0,
      childShards: (output[GetRecords.Output.childShards] ?? []).map { $0[ChildShard.shardID] })
  }

  /// Raises the signal after every commit that appended to the stream, until the answer is dropped.
  package func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing {
    let loop = setting.cloud.loop
    let id: Int = await withCheckedContinuation { continuation in
      loop.post { [self] in continuation.resume(returning: follow(streamARN) { signal.raise() }) }
    }
    return StreamFollowing { loop.post { [self] in unfollow(streamARN, id) } }
  }

  private static func region(of streamARN: String) -> String { ARN(streamARN)?.region ?? "" }
}
