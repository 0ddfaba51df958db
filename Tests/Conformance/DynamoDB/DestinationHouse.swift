import Protocols
import Runtime
import Storage
import Support
import Synchronization
import Testing

@testable import DynamoDB

/// A Kinesis stream that keeps what is put.
final class MemoryStream: StreamWriterPort, StreamPort {
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

struct DestinationHouse {
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
