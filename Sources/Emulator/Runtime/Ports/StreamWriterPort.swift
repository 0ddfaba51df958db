package import Protocols

/// Writing to a Kinesis stream, as a table's streaming destination does.
package protocol StreamWriterPort: Sendable {
  /// Up to 500 records and 10 MB, in order. Throws ResourceNotFoundException.
  func put(
    _ records: [(partitionKey: String, data: [UInt8])], to streamARN: String, as caller: Caller
  ) async throws(AWSError)
}
