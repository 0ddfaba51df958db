import Kinesis
import Protocols
import Runtime

/// Kinesis streams, as mappings and delivery streams read them.
final class StreamPortBinding: StreamPort {
  private let kinesis: KinesisService

  init(_ kinesis: KinesisService) { self.kinesis = kinesis }

  func describe(_ streamARN: String, as caller: Caller) async throws(AWSError) -> StreamPortDescription {
    try await kinesis.describe(streamARN, as: caller)
  }

  func consumer(_ consumerARN: String, as caller: Caller) async throws(AWSError) -> StreamPortConsumer {
    try await kinesis.consumer(consumerARN, as: caller)
  }

  func iterator(
    _ streamARN: String, shard: String, at position: StreamPosition, as caller: Caller
  ) async throws(AWSError) -> String {
    try await kinesis.iterator(streamARN, shard: shard, at: position, as: caller)
  }

  func records(
    _ iterator: String, of streamARN: String, limit: Int, as caller: Caller
  ) async throws(AWSError) -> StreamPage {
    try await kinesis.records(iterator, of: streamARN, limit: limit, as: caller)
  }

  func follow(_ streamARN: String, _ signal: Signal) async -> StreamFollowing {
    await kinesis.follow(streamARN, signal)
  }
}
