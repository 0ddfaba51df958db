import Protocols
import Runtime

/// Sets how objects are encrypted that do not say it themselves.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
enum PutBucketEncryption: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?encryption")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let serverSideEncryptionConfiguration = Required<Values<ServerSideEncryptionConfiguration>>(
      "ServerSideEncryptionConfiguration", .payload,
      .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketEncryptionRequest", bucket, contentMD5, checksumAlgorithm, serverSideEncryptionConfiguration,
      expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let configuration = input[Input.serverSideEncryptionConfiguration]
    try ServerSideEncryptionConfiguration.check(configuration)
    try service.keep(.encryption, ServerSideEncryptionConfiguration.completed(configuration), of: bucket)
    return .now(Values())
  }
}
