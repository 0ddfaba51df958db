import Protocols
import Runtime

extension ReplicationConfiguration {
  /// Both buckets must keep versions
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html).
  static func check(
    _ configuration: Values<ReplicationConfiguration>, of bucket: StoredBucket, _ service: S3Service
  ) throws(AWSError) {
    guard bucket.versioning == .enabled else {
      throw AWSError.invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration")
    }
    let all = configuration[rules]
    if all.isEmpty || all.count > 1000 { throw AWSError.malformedXML() }
    for rule in all {
      let destination = rule[ReplicationRule.destination][ReplicationDestination.bucket]
      guard let name = name(of: destination) else {
        throw AWSError.invalidRequest("Invalid bucket ARN.")
      }
      guard let target = service.store.buckets[name], target.versioning == .enabled else {
        throw AWSError.invalidRequest("Destination bucket must have versioning enabled.")
      }
      if rule.has(ReplicationRule.filter), rule.has(ReplicationRule.prefix) { throw AWSError.malformedXML() }
      if rule.has(ReplicationRule.filter), !rule.has(ReplicationRule.priority) {
        throw AWSError.invalidRequest(
          "Priority must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information."
        )
      }
    }
  }

  private static func name(of arn: String) -> String? {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "s3", !parts[5].isEmpty else { return nil }
    return String(parts[5])
  }

  /// With an id for each rule.
  static func named(
    _ configuration: Values<ReplicationConfiguration>, _ ids: inout IDs
  ) -> Values<ReplicationConfiguration> {
    var configuration = configuration
    var all = configuration[rules]
    for index in all.indices where all[index][ReplicationRule.id] == nil { all[index][ReplicationRule.id] = ids.uuid() }
    configuration[rules] = all
    return configuration
  }
}
