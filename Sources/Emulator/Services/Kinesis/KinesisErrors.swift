import Protocols

/// Kinesis' errors with AWS's sentences (recorded from AWS).
extension AWSError {
  static func streamNotFound(_ name: String, _ account: String) -> AWSError {
    AWSError("ResourceNotFoundException", "Stream \(name) under account \(account) not found.")
  }
  static func streamExists(_ name: String, _ account: String) -> AWSError {
    AWSError("ResourceInUseException", "Stream \(name) under account \(account) already exists.")
  }
  static func shardNotFound(_ shard: String, _ stream: String, _ account: String) -> AWSError {
    AWSError(
      "ResourceNotFoundException", "Could not find shard \(shard) in stream \(stream) under account \(account).")
  }
  static func shardGone(_ shard: String, _ stream: String, _ account: String) -> AWSError {
    AWSError("ResourceNotFoundException", "Shard \(shard) in stream \(stream) under account \(account) does not exist")
  }
  static func invalidArgument(_ message: String) -> AWSError { AWSError("InvalidArgumentException", message) }
  static func expiredIterator(_ issued: String, _ now: String) -> AWSError {
    AWSError(
      "ExpiredIteratorException",
      "Iterator expired. The iterator was created at time \(issued) while right now it is \(now) which is further in the "
        + "future than the tolerated delay of 300000 milliseconds.")
  }
  static func limitExceeded(_ message: String) -> AWSError { AWSError("LimitExceededException", message) }
}
