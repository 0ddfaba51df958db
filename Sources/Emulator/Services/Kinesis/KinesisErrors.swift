import Protocols

/// Kinesis' errors with AWS's sentences (recorded from AWS).
extension AWSError {
  static func streamNotFound(_ name: String, _ account: String) -> AWSError {
    AWSError("ResourceNotFoundException", "Stream \(name) under account \(account) not found.")
  }
  /// Another account's ARN, and nothing is known of that account: here, it has no stream.
  static func accountNotFound() -> AWSError {
    AWSError("UnrecognizedClientException", "No account found for the given parameters")
  }
  static func streamExists(_ name: String, _ account: String) -> AWSError {
    AWSError("ResourceInUseException", "Stream \(name) under account \(account) already exists.")
  }
  static func streamNotActive(_ stream: Stream) -> AWSError {
    AWSError(
      "ResourceInUseException",
      "Stream \(stream.name) under account \(stream.account) not ACTIVE, instead in state \(stream.status.rawValue)")
  }
  static func streamHasConsumers(_ stream: Stream) -> AWSError {
    AWSError(
      "ResourceInUseException",
      "DeleteStream can't delete \(stream.account):\(stream.name) because there are consumers associated with this data "
        + "stream. To delete \(stream.name) anyway, set the EnforceConsumerDeletion parameter to true to force the "
        + "deletion of all the consumers that are associated with it.")
  }
  static func onDemand(_ stream: Stream) -> AWSError {
    AWSError.validation(
      "Request is invalid. Stream \(stream.name) under account \(stream.account) is in On-Demand mode.")
  }
  static func shardNotFound(_ shard: String, _ stream: String, _ account: String) -> AWSError {
    AWSError(
      "ResourceNotFoundException", "Could not find shard \(shard) in stream \(stream) under account \(account).")
  }
  static func shardGone(_ shard: String, _ stream: String, _ account: String) -> AWSError {
    AWSError("ResourceNotFoundException", "Shard \(shard) in stream \(stream) under account \(account) does not exist")
  }
  static func shardClosed(_ shard: StreamShard, _ stream: Stream) -> AWSError {
    AWSError.invalidArgument(
      "Shard \(shard.id) in stream \(stream.name) under account \(stream.account) has already been merged or split, and "
        + "thus is not eligible for merging or splitting.")
  }
  static func consumerNotFound(_ name: String, _ stream: Stream) -> AWSError {
    AWSError(
      "ResourceNotFoundException",
      "Consumer \(name) under stream: \(stream.name), account \(stream.account) not found.")
  }
  static func consumerExists(_ name: String, _ stream: Stream) -> AWSError {
    AWSError(
      "ResourceInUseException",
      "Consumer \(name) under stream \(stream.name) already exists for account \(stream.account).")
  }
  static func consumerNotActive(_ consumer: StreamConsumer, _ stream: Stream) -> AWSError {
    AWSError(
      "ResourceInUseException",
      "Consumer \(consumer.name) with creation timestamp \(consumer.created) under stream: \(stream.name) , account "
        + "\(stream.account) is not in ACTIVE status.")
  }
  static func subscriptionExists(_ consumer: StreamConsumer, _ shard: StreamShard, _ stream: Stream) -> AWSError {
    AWSError(
      "ResourceInUseException",
      "Another active subscription exists for this consumer: \(stream.account):\(stream.name):\(shard.id):"
        + consumer.name)
  }
  static func invalidArgument(_ message: String) -> AWSError { AWSError("InvalidArgumentException", message) }
  static func expiredIterator(_ issued: Timestamp, _ now: Timestamp) -> AWSError {
    AWSError(
      "ExpiredIteratorException",
      "Iterator expired. The iterator was created at time \(issued.javaDate) while right now it is \(now.javaDate) which "
        + "is further in the future than the tolerated delay of 300000 milliseconds.")
  }
  static func expiredToken() -> AWSError {
    AWSError(
      "ExpiredNextTokenException",
      "NextToken has expired: it was created more than \(PageToken.lifetime / 1000) seconds ago.")
  }
  /// The call is sound and asked for nothing to be done (recorded from AWS).
  static func dryRun(_ operation: String) -> AWSError {
    AWSError(
      "DryRunOperationException",
      "DryRunOperation validation succeeded while calling \(operation) operation.: Request would have succeeded, but DryRun "
        + "flag is set.")
  }
  static func limitExceeded(_ message: String) -> AWSError { AWSError("LimitExceededException", message) }
  /// Too many changes of one kind within 24 hours.
  static func changeRateExceeded(_ stream: Stream) -> AWSError {
    AWSError.limitExceeded("Rate exceeded for stream \(stream.name) under account \(stream.account).")
  }
  static func shardRateExceeded(_ shard: StreamShard, _ stream: Stream) -> AWSError {
    AWSError("ProvisionedThroughputExceededException", shardRateMessage(shard, stream))
  }
  static func shardRateMessage(_ shard: StreamShard, _ stream: Stream) -> String {
    "Rate exceeded for shard \(shard.id) in stream \(stream.name) under account \(stream.account)."
  }
}

extension Timestamp {
  /// `Mon Jul 09 22:01:52 UTC 2018`, as Java prints a date.
  fileprivate var javaDate: String {
    // "Mon, 09 Jul 2018 22:01:52 GMT"
    let parts = httpDate().split(separator: " ").map(String.init)
    guard parts.count == 6 else { return httpDate() }
    return "\(parts[0].dropLast()) \(parts[2]) \(parts[1]) \(parts[4]) UTC \(parts[3])"
  }
}
