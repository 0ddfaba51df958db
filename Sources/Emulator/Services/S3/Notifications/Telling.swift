import Protocols
import Runtime

/// How operations tell what they did.
extension S3Service {
  /// Puts the event into the outbox for each target that wants it, in the step that did what it tells of.
  func tell(_ event: S3Event, in bucket: StoredBucket, _ request: RequestContext) throws(AWSError) {
    guard let rules = notificationRules(of: bucket) else { return }
    var circumstances: S3Event.Circumstances?
    for target in rules.targets where target.wants(event.name, event.key) {
      let known =
        circumstances
        ?? S3Event.Circumstances(
          time: now, sequence: outbox.sequence(now: now), caller: request.caller, requestID: request.id,
          sourceIP: "127.0.0.1")
      circumstances = known
      try outbox.add(
        event.message(known, bucket: bucket, configuration: target.id), to: target, account: bucket.account,
        now: known.time)
    }
  }

  /// As `tell`, of what the service did by itself.
  func tell(_ event: S3Event, in bucket: StoredBucket) throws(AWSError) {
    guard bucket.has(.notification) else { return }
    let request = RequestContext(
      account: bucket.account, region: bucket.region,
      caller: Caller(accessKey: "", arn: "arn:aws:iam::\(bucket.account):s3.amazonaws.com", account: bucket.account),
      now: now, id: ids.uuid(), endpoint: "")
    try tell(event, in: bucket, request)
  }

  private func notificationRules(of bucket: StoredBucket) -> NotificationRules? {
    guard bucket.has(.notification) else { return nil }
    return bucket.derived(.notification) {
      NotificationRules(bucket.document(.notification, as: NotificationConfiguration.self) ?? Values())
    }
  }
}
