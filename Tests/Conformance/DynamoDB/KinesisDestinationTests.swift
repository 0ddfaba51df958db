import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import DynamoDB

/// A Kinesis stream that keeps what is put.
private final class MemoryStream: StreamWriterPort, StreamPort {
  private struct State {
    var records: [(partitionKey: String, data: [UInt8])] = []
    var failures = 0
  }
  private let state = Mutex(State())
  static let arn = "arn:aws:kinesis:us-east-1:000000000000:stream/there"

  var records: [(partitionKey: String, data: [UInt8])] { state.withLock { $0.records } }

  /// The next puts fail.
  func fail(_ times: Int) { state.withLock { $0.failures = times } }

  func put(
    _ records: [(partitionKey: String, data: [UInt8])], to streamARN: String, as caller: Caller
  ) async throws(AWSError) {
    let failed = state.withLock { state in
      if state.failures > 0 {
        state.failures -= 1
        return true
      }
      state.records += records
      return false
    }
    if failed { throw AWSError("ProvisionedThroughputExceededException", "slower") }
  }

  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    if streamARN != Self.arn { throw AWSError("ResourceNotFoundException", "none") }
    return StreamPortDescription(status: "ACTIVE", shards: [])
  }
  func consumer(_ consumerARN: String, as caller: Caller) async throws(AWSError) -> StreamPortConsumer {
    throw AWSError("ResourceNotFoundException", "none")
  }
  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String { "" }
  func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> StreamPage {
    StreamPage(records: [], nextIterator: nil, millisBehindLatest: 0, childShards: [])
  }
  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing { StreamFollowing {} }
}

private struct DestinationHouse {
  let stream = MemoryStream()
  let house: DynamoDBHouse

  init() async throws {
    let ports = Ports()
    ports.streams = stream
    ports.streamWriter = stream
    house = try DynamoDBHouse(ports: ports)
    await house.table()
  }

  func ask(_ operation: String, _ arn: String = MemoryStream.arn, _ more: String = "") async -> String {
    let answer = await house.send(
      operation + "KinesisStreamingDestination", #"{"TableName":"tab","StreamArn":"\#(arn)"\#(more)}"#)
    return answer.status == 200 ? answer.body : answer.error
  }

  func status(_ place: Int = 0) async throws -> String? {
    let described = await house.call("DescribeKinesisStreamingDestination", #"{"TableName":"tab"}"#)
    return try JSONValue.parse(described)["KinesisDataStreamDestinations"]?.array?[place]["DestinationStatus"]?.string
  }

  func until(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<5000 {
      if try await condition() { return true }
      await Task.yield()
    }
    return false
  }
}

@Suite struct EnableKinesisStreamingDestinationTests {
  @Test func writesEveryChangeInOrder() async throws {
    let here = try await DestinationHouse()
    #expect(await here.ask("Enable").contains(#""DestinationStatus":"ENABLING""#))
    #expect(try await here.until { try await here.status() == "ACTIVE" })
    here.stream.fail(1)
    for number in 0..<30 {
      _ = await here.house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"},"n":{"N":"\#(number)"}}}"#)
    }
    _ = await here.house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"a"}}}"#)
    // The stream refused once: the next try comes a second later by the emulator's clock.
    #expect(
      try await here.until {
        await here.house.house.advance(milliseconds: 1001)
        return here.stream.records.count == 31
      })
    let records = try here.stream.records.map { try JSONValue.parse($0.data) }
    #expect(records[0]["eventName"]?.string == "INSERT" && records[30]["eventName"]?.string == "REMOVE")
    #expect(
      records[0..<30].compactMap { $0["dynamodb"]?["NewImage"]?["n"]?["N"]?.string } == (0..<30).map(String.init))
    #expect(records[0]["tableName"]?.string == "tab")
    #expect(records[0]["recordFormat"]?.string == "application/json")
    #expect(records[0]["userIdentity"] == .null)
    #expect(records[1]["dynamodb"]?["OldImage"]?["n"]?["N"]?.string == "0")
    #expect(Set(here.stream.records.map(\.partitionKey)).count == 1)
  }

  @Test func failsWithoutTheStream() async throws {
    let here = try await DestinationHouse()
    let none = MemoryStream.arn + "-not"
    _ = await here.ask("Enable", none)
    #expect(try await here.until { try await here.status() == "ENABLE_FAILED" })
    _ = await here.ask("Enable")
    #expect(try await here.until { try await here.status(1) == "ACTIVE" })
    #expect(
      await here.ask("Enable").hasSuffix(
        "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation."))
  }
}

@Suite struct DisableKinesisStreamingDestinationTests {
  @Test func ends() async throws {
    let here = try await DestinationHouse()
    #expect(
      await here.ask("Disable")
        == "ValidationException: Table is not in a valid state to enable Kinesis Streaming Destination: "
        + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.")
    _ = await here.ask("Enable")
    #expect(try await here.until { try await here.status() == "ACTIVE" })
    #expect(await here.ask("Disable").contains(#""DestinationStatus":"DISABLING""#))
    #expect(try await here.status() == "DISABLED")
    _ = await here.house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"}}}"#)
    #expect(here.stream.records.isEmpty)
  }
}

@Suite struct DescribeKinesisStreamingDestinationTests {
  @Test func tellsNone() async throws {
    let here = try await DestinationHouse()
    #expect(
      await here.house.call("DescribeKinesisStreamingDestination", #"{"TableName":"tab"}"#)
        == #"{"TableName":"tab","KinesisDataStreamDestinations":[]}"#)
    #expect(
      await here.house.error("DescribeKinesisStreamingDestination", #"{"TableName":"none"}"#)
        == "ResourceNotFoundException: Requested resource not found: Table: none not found")
  }
}

@Suite struct UpdateKinesisStreamingDestinationTests {
  @Test func changesThePrecision() async throws {
    let here = try await DestinationHouse()
    let micro =
      #","UpdateKinesisStreamingConfiguration":{"ApproximateCreationDateTimePrecision":"MICROSECOND"}"#
    #expect(
      await here.ask("Update", MemoryStream.arn, micro).hasSuffix(
        "No streaming destination with streamArn: \(MemoryStream.arn) found for table with tableName: tab"))
    _ = await here.ask("Enable")
    #expect(try await here.until { try await here.status() == "ACTIVE" })
    #expect(await here.ask("Update", MemoryStream.arn, micro).contains("UPDATING"))
    _ = await here.house.call("PutItem", #"{"TableName":"tab","Item":{"p":{"S":"a"}}}"#)
    #expect(try await here.until { here.stream.records.count == 1 })
    let time = try JSONValue.parse(try #require(here.stream.records.first).data)["dynamodb"]
    #expect(time?["ApproximateCreationDateTimePrecision"]?.string == "MICROSECOND")
    #expect(time?["ApproximateCreationDateTime"]?.int ?? 0 > 1_000_000_000_000_000)
  }
}
