import Protocols
import Runtime

/// Makes the bucket a website, or all of it a redirect.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
enum PutBucketWebsite: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?website")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let websiteConfiguration = Required<Values<WebsiteConfiguration>>(
      "WebsiteConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketWebsiteRequest", bucket, contentMD5, checksumAlgorithm, websiteConfiguration, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let configuration = input[Input.websiteConfiguration]
    try WebsiteConfiguration.check(configuration)
    try service.keep(.website, configuration, of: bucket)
    return .now(Values())
  }
}
