import Protocols
import Runtime

/// Whether a bucket's policy lets anyone at all in.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html
enum GetBucketPolicyStatus: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?policyStatus")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketPolicyStatusRequest", [bucket, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let policyStatus = Member<Values<PolicyStatus>>("PolicyStatus", .payload)
    static let shape = structure("GetBucketPolicyStatusOutput", policyStatus)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let policy = bucket.policy else { throw AWSError.noSuchPolicy(bucket.name) }
    return .now(.with { $0[Output.policyStatus] = .with { $0[PolicyStatus.isPublic] = policy.isPublic } })
  }
}

enum PolicyStatus: StructureShape {
  static let isPublic = Member<Bool>("IsPublic")
  static let shape = structure("PolicyStatus", isPublic)
}
