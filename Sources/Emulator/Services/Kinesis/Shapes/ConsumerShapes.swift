import Protocols

/// A consumer as Register and List give it.
enum Consumer: StructureShape {
  static let consumerName = Required<String>("ConsumerName")
  static let consumerARN = Required<String>("ConsumerARN")
  static let consumerStatus = Required<String>("ConsumerStatus")
  static let consumerCreationTimestamp = Required<Timestamp>("ConsumerCreationTimestamp")
  static let shape = structure(
    "Consumer", consumerARN, consumerCreationTimestamp, consumerName, consumerStatus)

  static func of(_ consumer: StreamConsumer) -> Values<Consumer> {
    .with {
      $0[consumerName] = consumer.name
      $0[consumerARN] = consumer.arn
      $0[consumerStatus] = consumer.status.rawValue
      $0[consumerCreationTimestamp] = Timestamp(milliseconds: Int64(consumer.created) * 1000)
    }
  }
}

/// The minimum-throughput billing commitment.
enum MinimumThroughputBillingCommitment: StructureShape {
  static let status = Required<String>("Status")
  static let startedAt = Member<Timestamp>("StartedAt")
  static let endedAt = Member<Timestamp>("EndedAt")
  static let earliestAllowedEndAt = Member<Timestamp>("EarliestAllowedEndAt")
  static let shape = structure(
    "MinimumThroughputBillingCommitmentOutput", earliestAllowedEndAt, endedAt, startedAt, status)

  static func of(_ commitment: BillingCommitment, now: Int) -> Values<MinimumThroughputBillingCommitment> {
    .with { out in
      let state = commitment.status(now: now)
      out[status] = state.rawValue
      guard let started = commitment.started else { return }
      out[startedAt] = Timestamp(milliseconds: Int64(started))
      if state == .disabled {
        out[endedAt] = commitment.ends.map { Timestamp(milliseconds: Int64($0)) }
      } else {
        out[earliestAllowedEndAt] = Timestamp(milliseconds: Int64(started + BillingCommitment.minimum))
      }
    }
  }
}

/// The answer of Enable- and DisableEnhancedMonitoring: the metrics that were on, and those that are to be.
enum EnhancedMonitoring: StructureShape {
  static let streamName = Member<String>("StreamName")
  static let current = Member<[String]>("CurrentShardLevelMetrics")
  static let desired = Member<[String]>("DesiredShardLevelMetrics")
  static let streamARN = Member<String>("StreamARN")
  static let shape = structure("EnhancedMonitoringOutput", current, desired, streamARN, streamName)

  /// The model's names without ALL, in its order.
  static let names = [
    "IncomingBytes", "IncomingRecords", "OutgoingBytes", "OutgoingRecords", "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded", "IteratorAgeMilliseconds",
  ]

  /// `ALL` stands for every name.
  static func expanded(_ asked: [String]) -> Set<String> { asked.contains("ALL") ? Set(names) : Set(asked) }

  /// Changes nothing, and the stream stays ACTIVE, where the metrics are what they were.
  static func change(
    _ stream: Stream, to wanted: Set<String>, _ service: KinesisService, now: Int
  ) throws(AWSError) -> Values<EnhancedMonitoring> {
    let before = stream.settings.metrics
    let after = names.filter(wanted.contains)
    if after != before { try service.change(stream, .metrics(after), now: now) }
    return .with {
      $0[streamName] = stream.name
      $0[streamARN] = stream.arn
      $0[current] = before
      $0[desired] = after
    }
  }
}
