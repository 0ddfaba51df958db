package import Protocols
package import Runtime

/// Reading a table's stream from inside, through the operations that a client would use. From any thread.
extension DynamoDBStreamsService {
  /// Throws ResourceNotFoundException. All shards, parents before their children.
  package func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    var shards: [StreamPortDescription.Shard] = []
    var status = ""
    var last: String?
    repeat {
      var input = Values<DescribeStream.Input>()
      input[DescribeStream.Input.streamARN] = streamARN
      input[DescribeStream.Input.exclusiveStartShardID] = last
      let output = try await setting.cloud.perform(
        DescribeStream.self, input, as: caller, region: Self.region(of: streamARN))
      guard let page = output[DescribeStream.Output.streamDescription] else { break }
      status = page[DescribeStream.StreamDescription.streamStatus] ?? ""
      for shard in page[DescribeStream.StreamDescription.shards] ?? [] {
        let range = shard[DescribeStream.Shard.sequenceNumberRange]
        shards.append(
          StreamPortDescription.Shard(
            id: shard[DescribeStream.Shard.shardID] ?? "",
            parents: [shard[DescribeStream.Shard.parentShardID]].compactMap { $0 },
            isOpen: range?[DescribeStream.SequenceNumberRange.endingSequenceNumber] == nil))
      }
      last = page[DescribeStream.StreamDescription.lastEvaluatedShardID]
    } while last != nil
    return StreamPortDescription(status: status, shards: shards)
  }

  /// Throws ResourceNotFoundException, TrimmedDataAccessException.
  package func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String {
    var input = Values<GetShardIterator.Input>()
    input[GetShardIterator.Input.streamARN] = streamARN
    input[GetShardIterator.Input.shardID] = shard
    switch position {
    case .trimHorizon: input[GetShardIterator.Input.shardIteratorType] = "TRIM_HORIZON"
    case .latest: input[GetShardIterator.Input.shardIteratorType] = "LATEST"
    case .timestamp: throw AWSError.validation("DynamoDB streams are not read from a time")
    case .after(let number):
      input[GetShardIterator.Input.shardIteratorType] = "AFTER_SEQUENCE_NUMBER"
      input[GetShardIterator.Input.sequenceNumber] = number
    case .at(let number):
      input[GetShardIterator.Input.shardIteratorType] = "AT_SEQUENCE_NUMBER"
      input[GetShardIterator.Input.sequenceNumber] = number
    }
    let output = try await setting.cloud.perform(
      GetShardIterator.self, input, as: caller, region: Self.region(of: streamARN))
    return output[GetShardIterator.Output.shardIterator] ?? ""
  }

  /// Throws ExpiredIteratorException, TrimmedDataAccessException, ResourceNotFoundException.
  package func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> TableStreamPage {
    var input = Values<GetRecords.Input>()
    input[GetRecords.Input.shardIterator] = iterator
    input[GetRecords.Input.limit] = Int32(clamping: limit)
    let output = try await setting.cloud.perform(
      GetRecords.self, input, as: caller, region: Self.region(of: streamARN))
    return TableStreamPage(
      records: (output[GetRecords.Output.records] ?? []).map(Self.record),
      nextIterator: output[GetRecords.Output.nextShardIterator])
  }

  private static func record(_ record: Values<GetRecords.Record>) -> TableStreamRecord {
    var change = record[GetRecords.Record.dynamodb] ?? Values()
    // From inside the time comes with its milliseconds; what is shown has none.
    let created = change[GetRecords.StreamRecord.approximateCreationDateTime] ?? Timestamp(milliseconds: 0)
    change[GetRecords.StreamRecord.approximateCreationDateTime] = Timestamp(seconds: created.seconds)
    return TableStreamRecord(
      eventID: record[GetRecords.Record.eventID] ?? "", eventName: record[GetRecords.Record.eventName] ?? "",
      sequenceNumber: change[GetRecords.StreamRecord.sequenceNumber] ?? "", created: created,
      keys: ItemJSON.text(of: change[GetRecords.StreamRecord.keys] ?? Item()), change: change.structure.json,
      principal: record[GetRecords.Record.userIdentity]?[GetRecords.Identity.principalID])
  }

  /// Raises the signal after every commit that wrote to the stream or closed a shard of it, until the answer is dropped.
  package func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing {
    let loop = setting.cloud.loop
    let id: Int = await withCheckedContinuation { continuation in
      loop.post { [self] in continuation.resume(returning: followers.follow(streamARN) { signal.raise() }) }
    }
    return StreamFollowing { loop.post { [self] in followers.unfollow(streamARN, id) } }
  }

  private static func region(of streamARN: String) -> String { ARN(streamARN)?.region ?? "" }
}
