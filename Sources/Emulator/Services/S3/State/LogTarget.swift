import Protocols
import Runtime

extension LoggingEnabled {
  /// The target is a bucket of the same owner in the same region.
  static func check(
    _ target: Values<LoggingEnabled>, of bucket: StoredBucket, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) {
    let name = target[targetBucket]
    guard let other = service.store.buckets[name] else {
      throw invalid(name, "The target bucket for logging does not exist")
    }
    guard other.account == bucket.account else {
      throw invalid(name, "The owner for the bucket to be logged and the target bucket must be the same.")
    }
    guard other.region == bucket.region else {
      var elements: [(name: String, text: String)] = []
      if request.region != "us-east-1" { elements.append(("SourceBucketLocation", bucket.region)) }
      elements.append(("TargetBucketLocation", other.region))
      throw AWSError(
        "CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ", status: 403, elements: elements)
    }
    for grant in target[targetGrants] ?? [] {
      guard let permission = grant[TargetGrant.permission],
        ["FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP"].contains(permission)
      else { throw AWSError.malformedXML() }
    }
  }

  private static func invalid(_ bucket: String, _ message: String) -> AWSError {
    AWSError("InvalidTargetBucketForLogging", message, elements: [("TargetBucket", bucket)])
  }
}
