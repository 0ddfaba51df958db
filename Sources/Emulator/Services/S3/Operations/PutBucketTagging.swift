import Protocols
import Runtime

/// Sets the bucket's tags.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
enum PutBucketTagging: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?tagging", status: 204)

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let tagging = Required<Values<ObjectTagging>>(
      "Tagging", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketTaggingRequest", bucket, contentMD5, checksumAlgorithm, tagging, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let tags = input[Input.tagging][ObjectTagging.tagSet]
    try BucketTags.check(tags)
    if tags.isEmpty {
      try service.forget(.tagging, of: bucket)
    } else {
      try service.keep(.tagging, input[Input.tagging], of: bucket)
    }
    return .now(Values())
  }
}
