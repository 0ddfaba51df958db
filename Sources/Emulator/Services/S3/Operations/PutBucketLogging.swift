import Protocols
import Runtime

/// Keeps where the log of requests would go; none is delivered. Without a target nothing is kept.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
enum PutBucketLogging: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?logging")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let bucketLoggingStatus = Required<Values<BucketLoggingStatus>>(
      "BucketLoggingStatus", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketLoggingRequest", bucket, bucketLoggingStatus, contentMD5, checksumAlgorithm, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let status = input[Input.bucketLoggingStatus]
    guard let target = status[BucketLoggingStatus.loggingEnabled] else {
      try service.forget(.logging, of: bucket)
      return .now(Values())
    }
    try LoggingEnabled.check(target, of: bucket, request, service)
    try service.keep(.logging, status, of: bucket)
    return .now(Values())
  }
}
