import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

/// Mappings from DynamoDB streams.
@Suite(.serialized, .timeLimit(.minutes(1))) struct TableMappingTests {
  private typealias Input = CreateEventSourceMapping.Input

  private func change(
    _ number: Int, key: String = "k", name: String = "INSERT", principal: String? = nil,
    at time: Int64 = Clock.machineMilliseconds()
  ) -> TableStreamRecord {
    let keys = #"{"id":{"S":"\#(key)"}}"#
    return TableStreamRecord(
      eventID: "event-\(number)", eventName: name, sequenceNumber: "\(number)", created: Timestamp(milliseconds: time),
      keys: Array(keys.utf8),
      change: Array(
        #"{"ApproximateCreationDateTime":1479499740,"Keys":\#(keys),"NewImage":{"id":{"S":"\#(key)"},"n":{"N":"\#(number)"}},"SequenceNumber":"\#(number)","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"}"#
          .utf8), principal: principal)
  }

  @Test func theEventIsAsAWSMakesIt() async throws {
    let lambda = try LambdaHouse()
    lambda.tableStreams.put([
      change(100), change(101, name: "REMOVE", principal: "dynamodb.amazonaws.com"),
    ])
    try await lambda.makeHandler()
    try await lambda.map(MemoryTableStreams.arn)
    #expect(await eventually { lambda.given().count == 1 })
    let records = try #require(lambda.given().first?.records)
    #expect(
      records.first?.text
        == #"{"eventID":"event-100","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","#
        + #""awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1479499740,"Keys":{"id":{"S":"k"}},"#
        + #""NewImage":{"id":{"S":"k"},"n":{"N":"100"}},"SequenceNumber":"100","SizeBytes":26,"#
        + #""StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"\#(MemoryTableStreams.arn)"}"#)
    #expect(
      records.last?["userIdentity"]?.text == #"{"type":"Service","principalId":"dynamodb.amazonaws.com"}"#)
    lambda.tableStreams.put([change(102)])
    #expect(await eventually { lambda.given().count == 2 })
    await lambda.stop()
  }

  @Test func latestLeavesOutWhatWasThere() async throws {
    let lambda = try LambdaHouse()
    lambda.tableStreams.put([change(1, at: Clock.machineMilliseconds() - 1000)])
    try await lambda.makeHandler()
    try await lambda.map(MemoryTableStreams.arn) { $0[Input.startingPosition] = "LATEST" }
    lambda.tableStreams.put([change(2)])
    #expect(await eventually { lambda.given().flatMap(\.records).map { $0["eventID"]?.string } == ["event-2"] })
    await lambda.stop()
  }

  @Test func filtersLookAtImagesAndFailuresNameTheBatch() async throws {
    let lambda = try LambdaHouse()
    lambda.tableStreams.put([change(1), change(2, key: "x"), change(3, key: "x", name: "REMOVE")])
    try await lambda.makeHandler("raise ValueError('no')")
    try await lambda.map(MemoryTableStreams.arn) {
      $0[Input.maximumRetryAttempts] = 0
      $0[Input.filterCriteria] = .with {
        $0[FilterCriteria.filters] = [
          .with {
            $0[FilterCriteria.Filter.pattern] =
              #"{"eventName":["INSERT"],"dynamodb":{"Keys":{"id":{"S":["x"]}}}}"#
          }
        ]
      }
      $0[Input.destinationConfig] = .failures(to: "arn:aws:sns:us-east-1:000000000000:t")
    }
    #expect(await eventually { lambda.topics.all.count == 1 })
    let record = try JSONValue.parse(try #require(lambda.topics.all.first).message)
    let batch = record["DDBStreamBatchInfo"]
    #expect(batch?["startSequenceNumber"]?.string == "2" && batch?["endSequenceNumber"]?.string == "2")
    #expect(batch?["batchSize"]?.int == 1)
    #expect(batch?["streamArn"]?.string == MemoryTableStreams.arn)
    #expect(batch?["shardId"]?.string == MemoryTableStreams.shard)
    await lambda.stop()
  }

  @Test func aTimeIsNoStart() async throws {
    let lambda = try LambdaHouse()
    try await lambda.makeHandler()
    let error = await lambda.house.error(CreateEventSourceMapping.self) {
      $0[Input.functionName] = "f"
      $0[Input.eventSourceARN] = MemoryTableStreams.arn
      $0[Input.startingPosition] = "AT_TIMESTAMP"
      $0[Input.startingPositionTimestamp] = Timestamp(milliseconds: 0)
    }
    #expect(error?.message == "Unsupported starting position for arn type: \(MemoryTableStreams.arn)")
    await lambda.stop()
  }
}
