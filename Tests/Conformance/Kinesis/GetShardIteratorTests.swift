import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct GetShardIteratorTests {
  private func refusal(
    _ house: KinesisHouse, _ type: String, number: String? = nil, time: Int64? = nil, shard: String = KinesisHouse.first
  ) async -> String? {
    await house.refusal(GetShardIterator.self) {
      $0[GetShardIterator.Input.streamName] = "s"
      $0[GetShardIterator.Input.shardID] = shard
      $0[GetShardIterator.Input.shardIteratorType] = type
      $0[GetShardIterator.Input.startingSequenceNumber] = number
      $0[GetShardIterator.Input.timestamp] = time.map { Timestamp(milliseconds: $0) }
    }
  }

  /// The texts that AWS was recorded to answer.
  @Test func refusesWhatDoesNotGoTogether() async throws {
    let house = try await KinesisHouse.withStream()
    let rule =
      "InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and "
      + "StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified "
    #expect(
      await refusal(house, "AT_SEQUENCE_NUMBER") == rule + "AT_SEQUENCE_NUMBER and no StartingSequenceNumber.")
    #expect(
      await refusal(house, "LATEST", number: "0") == rule + "LATEST and also a StartingSequenceNumber.")
    #expect(
      await refusal(house, "AT_SEQUENCE_NUMBER", number: "0")
        == "InvalidArgumentException: StartingSequenceNumber 21267647932558653966460912964485513216 used in "
        + "GetShardIterator on shard shardId-000000000000 in stream s under account 000000000000 is invalid because it did "
        + "not come from this stream.")
    let future = await house.now() + 3_600_000
    #expect(
      await refusal(house, "AT_TIMESTAMP", time: future)?
        .hasPrefix(
          "InvalidArgumentException: The timestampInMillis parameter cannot be greater than the "
            + "currentTimestampInMillis. timestampInMillis: \(future), currentTimestampInMillis: ") == true)
    #expect(
      await refusal(house, "LATEST", shard: "shardId-000000000004")
        == "ResourceNotFoundException: Could not find shard shardId-000000000004 in stream s under account 000000000000."
    )
    #expect(
      await refusal(house, "SOON")?.contains(
        "at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum")
        == true)
  }

  @Test func refusesANumberOfAnotherShardOrStream() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    let other = try await house.put("x", hash: "340282366920938463463374607431768211455").number
    #expect(
      await refusal(house, "AFTER_SEQUENCE_NUMBER", number: other)?
        .hasSuffix("is invalid because it did not come from this stream.") == true)
    // A number that the shard has not come to yet.
    let mine = try await house.put("y", hash: "0").number
    var later = try #require(SequenceNumber(mine))
    later.counter += 1
    #expect(await refusal(house, "AT_SEQUENCE_NUMBER", number: later.text) != nil)
    #expect(await refusal(house, "AT_SEQUENCE_NUMBER", number: mine) == nil)
  }

  @Test func ofATimeItIsLongerAndInclusive() async throws {
    let house = try await KinesisHouse.withStream()
    await house.freeze()
    try await house.put("0")
    await house.house.advance(milliseconds: 10)
    let time = await house.now()
    try await house.put("1")
    func data(from time: Int64) async throws -> Int {
      let output = try await house.call(GetShardIterator.self) {
        $0[GetShardIterator.Input.streamName] = "s"
        $0[GetShardIterator.Input.shardID] = KinesisHouse.first
        $0[GetShardIterator.Input.shardIteratorType] = "AT_TIMESTAMP"
        $0[GetShardIterator.Input.timestamp] = Timestamp(milliseconds: time)
      }
      let iterator = try #require(output[GetShardIterator.Output.shardIterator])
      #expect(iterator.utf8.count == 312)
      return try await house.page(iterator)[GetRecords.Output.records].count
    }
    #expect(try await data(from: time) == 1)
    #expect(try await data(from: time - 1) == 1)
    #expect(try await data(from: time - 10) == 2)
    #expect(try await data(from: 0) == 2)
  }

  /// LATEST is where the shard stood when the iterator was made.
  @Test func latestGivesWhatComesAfterIt() async throws {
    let house = try await KinesisHouse.withStream()
    try await house.put("before")
    let iterator = try await house.iterator(KinesisHouse.first, "LATEST")
    for number in 0..<3 { try await house.put("\(number)") }
    #expect(try await house.page(iterator)[GetRecords.Output.records].count == 3)
  }

  @Test func onTheWire() async throws {
    let house = try await KinesisHouse.withStream()
    #expect(
      await house.wire(
        "GetShardIterator",
        #"{"StreamName":"s","ShardId":"shardId-000000000000","ShardIteratorType":"LATEST"}"#)
          == #"""
          200
          {"ShardIterator":"<iterator>"}
          """#)
    #expect(
      await house.wire(
        "GetShardIterator",
        #"{"StreamName":"s","ShardId":"shardId-000000000001","ShardIteratorType":"LATEST"}"#)
          == #"""
          400
          {"__type":"ResourceNotFoundException",
          "message":"Could not find shard shardId-000000000001 in stream s under account 000000000000."}
          """#)
  }
}
