import Protocols
import Runtime

/// Sets who pays for requests.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html
enum PutBucketRequestPayment: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?requestPayment")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let requestPaymentConfiguration = Required<Values<RequestPaymentConfiguration>>(
      "RequestPaymentConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketRequestPaymentRequest", bucket, contentMD5, checksumAlgorithm, requestPaymentConfiguration,
      expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    try service.keep(.requestPayment, input[Input.requestPaymentConfiguration], of: bucket)
    return .now(Values())
  }
}
