import Protocols
import Support
import Testing

@testable import Kinesis

@Suite struct SubscribeToShardTests {
  /// The frames recorded from AWS: an empty initial response, then events with members in alphabetical order.
  @Test func framesAreAWSs() async throws {
    let house = try await KinesisHouse.withStream()
    let put = try await house.put("before")
    let subscriber = try await house.subscribe(house.register())
    let messages = subscriber.messages
    #expect(
      messages.first == .event("initial-response", contentType: "application/x-amz-json-1.1", payload: Array("{}".utf8))
    )
    #expect(messages.first?.bytes.count == 114)
    #expect(messages.count == 2)
    #expect(
      messages.last?.headers == [
        .init(":event-type", .string("SubscribeToShardEvent")),
        .init(":content-type", .string("application/x-amz-json-1.1")), .init(":message-type", .string("event")),
      ])
    let text = String(decoding: messages.last?.payload ?? [], as: UTF8.self)
    #expect(
      text.hasPrefix(
        #"{"ContinuationSequenceNumber":"\#(put.number)","MillisBehindLatest":0,"Records":[{"ApproximateArrivalTimestamp":1."#
      ))
    #expect(text.hasSuffix(#"E9,"Data":"YmVmb3Jl","PartitionKey":"k","SequenceNumber":"\#(put.number)"}]}"#))
  }

  @Test func pushesAfterTheCommitWithoutAPollAndStopsWhenTheClientIsGone() async throws {
    let house = try await KinesisHouse.withStream(shards: 2)
    let subscriber = try await house.subscribe(house.register(), "shardId-000000000000", "LATEST")
    try await house.put("other", hash: "340282366920938463463374607431768211455")
    try await house.put("mine", hash: "0")
    #expect(subscriber.data == ["bWluZQ=="])
    await subscriber.close(house.house)
    try await house.put("gone", hash: "0")
    #expect(subscriber.data.count == 1)
  }

  /// Back-pressure: nothing is written to a client that is full, and nothing is lost.
  @Test func waitsForASlowClient() async throws {
    let house = try await KinesisHouse.withStream()
    let subscriber = try await house.subscribe(house.register(), KinesisHouse.first, "LATEST")
    subscriber.isFull = true
    for number in 0..<5 { try await house.put("\(number)") }
    #expect(subscriber.data.count == 1)
    subscriber.isFull = false
    await subscriber.resume(house.house)
    #expect(subscriber.data.count == 5)
  }

  @Test func heartbeatsCarryANumberThatGrowsAndThatCanBeGoneOnFrom() async throws {
    let house = try await KinesisHouse.withStream()
    await house.freeze()
    let last = try await house.put("one").number
    let subscriber = try await house.subscribe(house.register(), KinesisHouse.first, "LATEST")
    var numbers = [last]
    for beat in 1...3 {
      await house.house.advance(milliseconds: 5000)
      try await eventually { subscriber.events.count == beat }
      let event = try #require(subscriber.events.last)
      #expect(event["Records"]?.array?.isEmpty == true)
      #expect(event["MillisBehindLatest"]?.int == 0)
      numbers.append(try #require(event["ContinuationSequenceNumber"]?.string))
    }
    #expect(numbers == numbers.sorted() && Set(numbers).count == 4)
    try await house.put("two")
    for type in ["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"] {
      let page = try await house.page(house.iterator(KinesisHouse.first, type, after: numbers[3]))
      #expect(page[GetRecords.Output.records].map { $0[Record.data].bytes } == [Array("two".utf8)])
    }
  }

  @Test func endsPlainlyAfterFiveMinutes() async throws {
    let house = try await KinesisHouse.withStream()
    await house.freeze()
    let subscriber = try await house.subscribe(house.register())
    await house.house.advance(milliseconds: 299_000)
    try await eventually { subscriber.events.count == 1 }
    #expect(!subscriber.isFinished)
    await house.house.advance(milliseconds: 1000)
    try await eventually { subscriber.isFinished }
    #expect(subscriber.messages.allSatisfy { $0[":message-type"] == .string("event") })
  }

  @Test func aSecondWithinFiveSecondsIsRefusedAndALaterOneTakesOver() async throws {
    let house = try await KinesisHouse.withStream()
    await house.freeze()
    let consumer = try await house.register()
    let old = try await house.subscribe(consumer)
    await house.house.advance(milliseconds: 4000)
    await #expect(throws: AWSError.self) { try await house.subscribe(consumer) }
    let refusal = await house.refusal(SubscribeToShard.self) {
      $0[SubscribeToShard.Input.consumerARN] = consumer
      $0[SubscribeToShard.Input.shardID] = KinesisHouse.first
      $0[SubscribeToShard.Input.startingPosition] = .with { $0[SubscribeToShard.Position.type] = "LATEST" }
    }
    #expect(
      refusal == "ResourceInUseException: Another active subscription exists for this consumer: "
        + "000000000000:s:shardId-000000000000:c")
    await house.house.advance(milliseconds: 1000)
    let new = try await house.subscribe(consumer)
    #expect(old.isFinished)
    try await house.put("x")
    #expect(new.data.count == 1 && old.data.isEmpty)
  }

  @Test func aClosedShardEndsWithItsChildren() async throws {
    let house = try await KinesisHouse.withStream()
    let subscriber = try await house.subscribe(house.register())
    try await house.put("last")
    try await house.split()
    #expect(subscriber.isFinished)
    let end = try #require(subscriber.events.last)
    #expect(end["ContinuationSequenceNumber"] == nil)
    #expect(end["Records"]?.array?.isEmpty == true)
    #expect(
      end["ChildShards"]?.array?.first?.text
        == #"{"HashKeyRange":{"EndingHashKey":"170141183460469231731687303715884105727","StartingHashKey":"0"},"#
        + #""ParentShards":["shardId-000000000000"],"ShardId":"shardId-000000000001"}"#)
    #expect(subscriber.data == ["bGFzdA=="])
  }

  @Test func theStreamsEndIsAnException() async throws {
    let house = try await KinesisHouse.withStream()
    let subscriber = try await house.subscribe(house.register())
    _ = try await house.call(DeleteStream.self) {
      $0[DeleteStream.Input.streamName] = "s"
      $0[DeleteStream.Input.enforceConsumerDeletion] = true
    }
    let last = try #require(subscriber.messages.last)
    #expect(last[":message-type"] == .string("exception"))
    #expect(last[":exception-type"] == .string("ResourceNotFoundException"))
    #expect(subscriber.isFinished)
  }

  /// Frames stop at 7,864,320 bytes of data (recorded from AWS): twelve records of 655,360 bytes.
  @Test func aBacklogComesInFramesOfAWSsSize() async throws {
    let house = try await KinesisHouse.withStream()
    for _ in 0..<13 { try await house.put(String(repeating: "x", count: 655_360)) }
    let subscriber = try await house.subscribe(house.register())
    #expect(subscriber.events.map { $0["Records"]?.array?.count } == [12, 1])
  }

  /// 2 MiB a second for a consumer and a shard: what a frame was larger is waited for.
  @Test func aThrottledSubscriptionIsPaced() async throws {
    let house = try await KinesisHouse.withStream(throttles: true)
    await house.freeze()
    for _ in 0..<13 {
      try await house.put(String(repeating: "x", count: 655_360))
      await house.house.advance(milliseconds: 1000)
    }
    let subscriber = try await house.subscribe(house.register())
    #expect(subscriber.data.count == 12)
    // 7,864,320 bytes, of which a second's worth was there.
    await house.house.advance(milliseconds: 2750)
    try await house.put("new")
    #expect(subscriber.data.count == 12)
    await house.house.advance(milliseconds: 1)
    try await eventually { subscriber.data.count == 14 }
  }

  @Test func refusalsComeBeforeTheStreamOpens() async throws {
    let house = try await KinesisHouse.withStream(delay: 60_000)
    let consumer = try await house.register()
    func refusal(_ shard: String, _ type: String, _ arn: String) async -> String? {
      await house.refusal(SubscribeToShard.self) {
        $0[SubscribeToShard.Input.consumerARN] = arn
        $0[SubscribeToShard.Input.shardID] = shard
        $0[SubscribeToShard.Input.startingPosition] = .with { $0[SubscribeToShard.Position.type] = type }
      }
    }
    #expect(
      await refusal(KinesisHouse.first, "LATEST", consumer)?
        .hasPrefix("ResourceInUseException: Consumer c with creation timestamp ") == true)
    await house.house.advance(milliseconds: 60_000)
    #expect(
      await refusal("shardId-000000000007", "LATEST", consumer)
        == "ResourceNotFoundException: Could not find shard shardId-000000000007 in stream s under account 000000000000."
    )
    try await eventually {
      await refusal(KinesisHouse.first, "AT_SEQUENCE_NUMBER", consumer)
        == "InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and "
        + "StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified "
        + "AT_SEQUENCE_NUMBER and no StartingSequenceNumber."
    }
    #expect(
      await refusal(KinesisHouse.first, "LATEST", consumer + "9")
        == "ResourceNotFoundException: Consumer c under stream: s, account 000000000000 not found.")
    #expect(
      await refusal(KinesisHouse.first, "SOON", consumer)?
        .contains("Value 'SOON' at 'startingPosition.type' failed to satisfy constraint") == true)
  }
}
