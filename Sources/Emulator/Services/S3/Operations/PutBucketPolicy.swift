import Protocols
import Runtime

/// Sets who may do what with a bucket and its objects, by a policy.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
enum PutBucketPolicy: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?policy", status: 204)

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let confirmRemoveSelfBucketAccess = Member<Bool>(
      "ConfirmRemoveSelfBucketAccess", .header("x-amz-confirm-remove-self-bucket-access"))
    static let policy = Required<String>("Policy", .payload)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketPolicyRequest",
      [bucket, contentMD5, checksumAlgorithm, confirmRemoveSelfBucketAccess, policy, expectedBucketOwner])
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    try S3Service.checkAccount(input[Input.expectedBucketOwner])
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let text = input[Input.policy]
    let policy = try BucketPolicy(checking: text, for: bucket.name)
    if service.access != nil, bucket.publicAccessBlock.blocksPolicies, policy.isPublic { throw AWSError.accessDenied() }
    try service.store.set(Values<KeptPolicy>.with { $0[KeptPolicy.text] = text }, .policy, of: bucket)
    return .now(Values())
  }
}
