import Protocols
import Runtime

/// Sets the rules by which browsers may call the bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
enum PutBucketCors: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?cors")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let corsConfiguration = Required<Values<CORSConfiguration>>(
      "CORSConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketCorsRequest", bucket, corsConfiguration, contentMD5, checksumAlgorithm, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let configuration = input[Input.corsConfiguration]
    try CORSRule.check(configuration[CORSConfiguration.corsRules])
    try service.keep(.cors, configuration, of: bucket)
    return .now(Values())
  }
}
