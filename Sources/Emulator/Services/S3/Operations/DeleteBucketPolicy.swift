import Protocols
import Runtime

/// Takes a bucket's policy away.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
enum DeleteBucketPolicy: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("DELETE", "/{Bucket}?policy", status: 204)

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("DeleteBucketPolicyRequest", [bucket, expectedBucketOwner])
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    try S3Service.checkAccount(input[Input.expectedBucketOwner])
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    try service.store.remove(.policy, of: bucket)
    return .now(Values())
  }
}
