import Protocols
import Runtime

/// Versions that may not be deleted yet
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html).
enum ObjectLock {
  /// Throws for a bucket without the lock.
  static func checkBucket(_ bucket: StoredBucket) throws(AWSError) {
    if !bucket.has(.objectLock) { throw AWSError.invalidRequest("Bucket is missing Object Lock Configuration") }
  }

  static func missing(_ key: String) -> AWSError {
    AWSError(
      "NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", status: 404,
      elements: [("Key", key)])
  }

  static func checkDate(_ until: Timestamp, _ now: Timestamp) throws(AWSError) {
    if until <= now {
      throw AWSError(
        "InvalidArgument", "The retain until date must be in the future!",
        elements: [
          ("ArgumentName", "x-amz-object-lock-retain-until-date"), ("ArgumentValue", until.iso8601(.none)),
        ])
    }
  }

  /// Whether a request may pass over governance retention: it says so, and whoever asks may.
  static func bypasses(
    _ asked: Bool?, _ bucket: StoredBucket, _ key: String, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Bool {
    guard asked == true else { return false }
    guard let access = service.access else { return true }
    return try access.allows(.bypassRetention, bucket, key: key, version: nil, request)
  }

  private static func refusal() -> AWSError {
    AWSError("AccessDenied", "Access Denied because object protected by object lock.", status: 403)
  }

  /// Of a retention that is set over another: longer it may always be.
  static func checkChange(
    _ kept: ObjectAttributes, mode: String?, until: Timestamp?, bypasses: Bool, _ now: Timestamp
  ) throws(AWSError) {
    guard let before = kept.lockMode, let end = kept.retainUntil, end > now else { return }
    if let until, until >= end, mode == before || before == "GOVERNANCE" && bypasses { return }
    if before == "GOVERNANCE", bypasses { return }
    throw refusal()
  }

  /// Of a version that is to be deleted for good.
  static func checkDelete(_ object: StoredObject, bypasses: Bool, _ now: Timestamp) throws(AWSError) {
    if object.attributes.isEmpty { return }
    let kept = ObjectAttributes(stored: object.attributes)
    if kept.hasLegalHold == true { throw refusal() }
    guard let mode = kept.lockMode, let end = kept.retainUntil, end > now else { return }
    if mode == "GOVERNANCE", bypasses { return }
    throw refusal()
  }

  /// What a writer asks for, or the bucket's default.
  static func apply<Input>(
    _ members: LockSet<Input>, _ input: Values<Input>, _ bucket: StoredBucket, _ now: Timestamp,
    to attributes: inout ObjectAttributes
  ) throws(AWSError) {
    let mode = input[members.mode]
    let until = input[members.retainUntil]
    let hold = input[members.legalHold]
    if mode != nil || until != nil || hold != nil { try checkBucket(bucket) }
    guard (mode == nil) == (until == nil) else {
      throw AWSError(
        "InvalidArgument", "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
        elements: [
          (
            "ArgumentName",
            mode == nil ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date"
          )
        ])
    }
    if let until { try checkDate(until, now) }
    attributes.lockMode = mode
    attributes.retainUntil = until
    attributes.hasLegalHold = hold.map { $0 == "ON" }
    guard mode == nil, bucket.has(.objectLock) else { return }
    let kept = bucket.document(.objectLock, as: ObjectLockConfiguration.self)
    guard let retention = kept?[ObjectLockConfiguration.rule]?[ObjectLockRule.defaultRetention] else { return }
    attributes.lockMode = retention[DefaultRetention.mode]
    let days = retention[DefaultRetention.days].map { Int64($0) }
    let years = retention[DefaultRetention.years].map { Int64($0) * 365 }
    attributes.retainUntil = (days ?? years).map { now.adding(seconds: $0 * 86_400) }
  }
}
