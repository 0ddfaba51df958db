import Kinesis
import Protocols
import Runtime

/// Kinesis streams, as tables' streaming destinations write to them.
final class StreamWriterPortBinding: StreamWriterPort {
  private let kinesis: KinesisService

  init(_ kinesis: KinesisService) { self.kinesis = kinesis }

  func put(
    _ records: [(partitionKey: String, data: [UInt8])], to streamARN: String, as caller: Caller
  ) async throws(AWSError) {
    try await kinesis.put(records, to: streamARN, as: caller)
  }
}
