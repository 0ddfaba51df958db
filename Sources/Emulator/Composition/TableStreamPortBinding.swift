import DynamoDB
import Protocols
import Runtime

/// Tables' streams, as mappings read them.
final class TableStreamPortBinding: TableStreamPort {
  private let streams: DynamoDBStreamsService

  init(_ streams: DynamoDBStreamsService) { self.streams = streams }

  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    try await streams.describe(streamARN, as: caller)
  }

  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String {
    try await streams.iterator(streamARN, shard: shard, at: position, as: caller)
  }

  func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> TableStreamPage {
    try await streams.records(iterator, of: streamARN, limit: limit, as: caller)
  }

  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing {
    await streams.follow(streamARN, signal)
  }
}
