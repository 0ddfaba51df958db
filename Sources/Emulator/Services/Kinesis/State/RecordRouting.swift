import Protocols
import Runtime

/// Where a record goes and whether it fits.
enum RecordRouting {
  /// Throws InvalidArgumentException for an explicit hash key past 2^128 − 1 (text recorded from AWS).
  static func shard(of stream: Stream, _ partitionKey: String, _ explicit: String?) throws(AWSError) -> StreamShard {
    guard let explicit else { return stream.shard(for: HashKey(partitionKey: partitionKey)) }
    guard let key = HashKey(explicit: explicit) else {
      throw AWSError.invalidArgument(
        "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was \(explicit)")
    }
    return stream.shard(for: key)
  }

  /// Data and partition key together against the stream's limit.
  static func checkSize(_ size: Int, of stream: Stream) throws(AWSError) {
    let limit = stream.settings.maxRecordKiB << 10
    if size > limit {
      throw AWSError.validation(
        "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than "
          + "or equal to \(limit)")
    }
  }
}
