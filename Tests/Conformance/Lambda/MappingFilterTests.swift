import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite(.timeLimit(.minutes(1))) struct MappingFilterTests {
  private static let shard = "shardId-000000000000"
  private typealias Input = CreateEventSourceMapping.Input

  @Test func recordsThatAreFilteredOutAdvanceThePosition() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    lambda.streams.put(Self.shard, [#"{"n":1}"#, "text", #"{"n":5}"#, #"{"n":6}"#, #"{"n":2}"#])
    try await lambda.makeHandler()
    let id = try await lambda.map {
      $0[Input.batchSize] = 2
      $0[Input.filterCriteria] = .with {
        $0[FilterCriteria.filters] = [
          .with { $0[FilterCriteria.Filter.pattern] = #"{"data":{"n":[{"numeric":[">",4]}]}}"# },
          .with { $0[FilterCriteria.Filter.pattern] = #"{"data":{"n":[7]}}"# },
        ]
      }
    }
    #expect(await eventually { lambda.got() == [#"{"n":5},{"n":6}"#] })
    #expect(await eventually { await lambda.position(Self.shard)?.sequenceNumber == "1004" })
    lambda.streams.put(Self.shard, ["other"])
    #expect(await eventually { await lambda.position(Self.shard)?.sequenceNumber == "1005" })
    // What was passed over is not looked at again when the filter changes.
    try await lambda.update(id) { $0[UpdateEventSourceMapping.Input.filterCriteria] = Values() }
    lambda.streams.put(Self.shard, ["all"])
    #expect(await eventually { lambda.got() == [#"{"n":5},{"n":6}"#, "all"] })
    await lambda.stop()
  }

  /// The table of data and patterns of the Lambda guide.
  @Test(arguments: [
    (#"{"data":{"a":["x"]}}"#, #"{"a":"x"}"#, true),
    (#"{"data":{"a":["x"]}}"#, #"{"a":"y"}"#, false),
    (#"{"data":{"a":["x"]}}"#, "x", false),
    (#"{"data":{"a":[{"exists":false}]}}"#, "x", false),
    (#"{"data":{"a":[{"exists":false}]}}"#, "{}", true),
    (#"{"data":["x"]}"#, "x", true),
    (#"{"data":["x"]}"#, #"{"a":"x"}"#, false),
    (#"{"data":[{"prefix":"ab"}]}"#, "abc", true),
    (#"{"partitionKey":["k"]}"#, "x", true),
    (#"{"partitionKey":["other"]}"#, #"{"a":"x"}"#, false),
    (#"{"kinesis":{"partitionKey":["k"]}}"#, "x", true),
    (#"{"partitionKey":["k"],"data":{"a":["x"]}}"#, #"{"a":"x"}"#, true),
    (#"{"eventSourceARN":[{"suffix":"stream/s"}]}"#, "x", true),
  ])
  func looksAtTheDecodedRecord(_ pattern: String, _ data: String, _ wanted: Bool) throws {
    let record = SourceRecord(
      body: .kinesis(
        StreamRecord(
          sequenceNumber: "1", partitionKey: "k", data: Array(data.utf8), arrival: Timestamp(milliseconds: 0))))
    let form = EventForm(shard: Self.shard, source: MemoryStreams.arn, region: "us-east-1", role: "r")
    #expect(try RecordFilter([pattern]).wants(record, form) == wanted)
  }

  @Test func whatIsNotUTF8IsPassedOverByPatternsOfItsData() throws {
    let record = SourceRecord(
      body: .kinesis(
        StreamRecord(sequenceNumber: "1", partitionKey: "k", data: [0xff], arrival: Timestamp(milliseconds: 0))))
    let form = EventForm(shard: Self.shard, source: MemoryStreams.arn, region: "us-east-1", role: "r")
    #expect(try !RecordFilter([#"{"data":[{"anything-but":"x"}]}"#]).wants(record, form))
    #expect(try RecordFilter([#"{"partitionKey":["k"]}"#]).wants(record, form))
  }
}
