import Protocols
import Runtime

/// A bucket's policy, as it was written.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
enum GetBucketPolicy: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?policy")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketPolicyRequest", [bucket, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let policy = Member<String>("Policy", .payload)
    static let shape = structure("GetBucketPolicyOutput", policy)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    try S3Service.checkAccount(input[Input.expectedBucketOwner])
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = bucket.document(.policy, as: KeptPolicy.self) else { throw AWSError.noSuchPolicy(bucket.name) }
    return .now(.with { $0[Output.policy] = kept[KeptPolicy.text] })
  }
}
