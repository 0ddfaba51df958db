import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

/// What becomes of batches that fail.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MappingRetryTests {
  private static let shard = "shardId-000000000000"
  private typealias Input = CreateEventSourceMapping.Input
  private static let failing = "if any(d.startswith('bad') for d in data): raise ValueError('bad')"
  /// Reports the first bad record, and those after it which are bad.
  private static let reporting = """
    return {"batchItemFailures": [{"itemIdentifier": r["kinesis"]["sequenceNumber"]}
        for r, d in zip(event["Records"], data) if d.startswith("bad")]}
    """

  @Test func aRetryKeepsItsRequestAndEndsAfterTheLast() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "bad", "3"])
    try await lambda.makeHandler(Self.failing)
    let id = try await lambda.map {
      $0[Input.batchSize] = 1
      $0[Input.maximumRetryAttempts] = 2
    }
    #expect(await eventually { lambda.got() == ["1", "bad", "bad", "bad", "3"] })
    let ids = lambda.given().map(\.requestID)
    #expect(ids[1] == ids[2] && ids[2] == ids[3] && ids[3] != ids[4] && ids[0] != ids[1])
    #expect(
      await eventually {
        (try? await lambda.mapping(id))?[EventSourceMappingConfiguration.lastProcessingResult] == "OK"
      })
    await lambda.stop()
  }

  @Test func bisectingNarrowsDownAndUsesUpNoRetry() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "2", "bad", "4"])
    try await lambda.makeHandler(Self.failing)
    try await lambda.map {
      $0[Input.maximumRetryAttempts] = 1
      $0[Input.bisectBatchOnFunctionError] = true
    }
    #expect(await eventually { lambda.got() == ["1,2,bad,4", "1,2", "bad,4", "bad", "bad", "4"] })
    let ids = lambda.given().map(\.requestID)
    #expect(ids[3] == ids[4] && Set(ids).count == 5)
    await lambda.stop()
  }

  /// Recorded from AWS.
  @Test func bisectsAPartialReport() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "bad", "3", "4"])
    try await lambda.makeHandler(Self.reporting)
    try await lambda.map {
      $0[Input.maximumRetryAttempts] = 1
      $0[Input.bisectBatchOnFunctionError] = true
      $0[Input.functionResponseTypes] = ["ReportBatchItemFailures"]
    }
    #expect(await eventually { lambda.got().count >= 5 })
    #expect(lambda.got() == ["1,bad,3,4", "bad,3,4", "bad", "bad", "3,4"])
    await lambda.stop()
  }

  /// Recorded from AWS: the reduced batch has a new request id, its retry keeps it.
  @Test func aPartialReportWithoutBisecting() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "bad", "3", "4"])
    try await lambda.makeHandler(Self.reporting)
    try await lambda.map {
      $0[Input.maximumRetryAttempts] = 1
      $0[Input.functionResponseTypes] = ["ReportBatchItemFailures"]
    }
    #expect(await eventually { lambda.got() == ["1,bad,3,4", "bad,3,4", "bad,3,4"] })
    let ids = lambda.given().map(\.requestID)
    #expect(ids[0] != ids[1] && ids[1] == ids[2])
    #expect(await eventually { await lambda.position(Self.shard)?.sequenceNumber == "1003" })
    await lambda.stop()
  }

  @Test func withoutTheResponseTypeAReportIsNotLookedAt() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["bad"])
    try await lambda.makeHandler(Self.reporting)
    try await lambda.map()
    #expect(await eventually { await lambda.position(Self.shard)?.sequenceNumber == "1000" })
    #expect(await eventually { lambda.got() == ["bad"] })
    await lambda.stop()
  }

  @Test func recordsThatAreTooOldAreGivenUp() async throws {
    let lambda = try LambdaHouse()
    await lambda.house.onLoop { [clock = lambda.house.clock] in clock.freeze() }
    let now = await lambda.house.onLoop { [clock = lambda.house.clock] in clock.milliseconds }
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["ancient"], at: now - 61_000)
    lambda.streams.put(Self.shard, ["bad"], at: now)
    lambda.streams.put(Self.shard, ["3"], at: now + 30_000)
    try await lambda.makeHandler(Self.failing)
    try await lambda.map {
      $0[Input.maximumRecordAge] = 60
      $0[Input.destinationConfig] = .failures(to: "arn:aws:sns:us-east-1:000000000000:t")
    }
    #expect(await eventually { lambda.got() == ["bad,3"] })
    // It is to be tried again once the retry's timer stands.
    #expect(await eventually { await lambda.house.onLoop { [workers = lambda.house.workers] in workers.waiting } == 1 })
    await lambda.house.advance(milliseconds: 61_000)
    #expect(await eventually { lambda.got() == ["bad,3", "3"] })
    #expect(await eventually { await lambda.position(Self.shard)?.sequenceNumber == "1002" })
    let told = try lambda.topics.all.map { try JSONValue.parse($0.message) }
    #expect(told.map { $0["requestContext"]?["condition"]?.string } == ["RecordAgeExceeded", "RecordAgeExceeded"])
    #expect(told.map { $0["KinesisBatchInfo"]?["startSequenceNumber"]?.string } == ["1000", "1001"])
    #expect(told.map { $0["requestContext"]?["approximateInvokeCount"]?.int } == [0, 1])
    #expect(told.allSatisfy { $0["responseContext"] == nil })
    await lambda.stop()
  }

  // MARK: Destinations

  @Test func aTopicIsToldWithoutThePayload() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "bad"])
    try await lambda.makeHandler(Self.failing)
    try await lambda.map {
      $0[Input.maximumRetryAttempts] = 1
      $0[Input.destinationConfig] = .failures(to: "arn:aws:sns:us-east-1:000000000000:t")
    }
    #expect(await eventually { await lambda.position(Self.shard)?.sequenceNumber == "1001" })
    let told = try #require(lambda.topics.all.first)
    #expect(lambda.topics.all.count == 1)
    #expect(told.topic == "arn:aws:sns:us-east-1:000000000000:t")
    let record = try JSONValue.parse(told.message)
    #expect(
      record.object?.members.map(\.key) == [
        "requestContext", "responseContext", "version", "timestamp", "KinesisBatchInfo",
      ])
    #expect(
      await eventually { lambda.given().map(\.requestID).last == record["requestContext"]?["requestId"]?.string })
    #expect(record["requestContext"]?["condition"]?.string == "RetryAttemptsExhausted")
    #expect(record["requestContext"]?["approximateInvokeCount"]?.int == 2)
    #expect(record["responseContext"]?["functionError"]?.string == "Unhandled")
    #expect(record["KinesisBatchInfo"]?["batchSize"]?.int == 2)
    await lambda.stop()
  }

  @Test func aBucketKeepsTheEventToo() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, ["1", "bad", "3"])
    try await lambda.makeHandler(Self.reporting)
    let id = try await lambda.map {
      $0[Input.maximumRetryAttempts] = 0
      $0[Input.functionResponseTypes] = ["ReportBatchItemFailures"]
      $0[Input.bisectBatchOnFunctionError] = true
      $0[Input.destinationConfig] = .failures(to: "arn:aws:s3:::bucket")
    }
    #expect(await eventually { await lambda.position(Self.shard)?.sequenceNumber == "1002" })
    let (key, body) = try #require(lambda.objects.all.first)
    #expect(lambda.objects.all.count == 1)
    let form = try Regex(
      "bucket/aws/lambda/\(id)/\(Self.shard)/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9-]{10}T[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}-[0-9a-f-]{36}"
    )
    #expect(key.wholeMatch(of: form) != nil, "\(key)")
    let record = try JSONValue.parse(body)
    #expect(
      record.object?.members.map(\.key) == [
        "requestContext", "responseContext", "version", "payload", "timestamp", "KinesisBatchInfo",
      ])
    #expect(record["responseContext"]?["functionError"] == .null)
    let payload = try JSONValue.parse(record["payload"]?.string ?? "")
    #expect(await eventually { lambda.given().contains { $0.data == ["bad"] && $0.event == payload } })
    await lambda.stop()
  }
}
