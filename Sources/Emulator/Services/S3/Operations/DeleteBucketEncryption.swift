import Protocols
import Runtime

/// Objects are encrypted with keys of S3 again.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html
enum DeleteBucketEncryption: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("DELETE", "/{Bucket}?encryption", status: 204)

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("DeleteBucketEncryptionRequest", bucket, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    try service.forget(.encryption, of: bucket)
    return .now(Values())
  }
}
