import Protocols
import Runtime

/// Sets who may do what with a bucket: by a document, a canned list, or header fields.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html
enum PutBucketAcl: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?acl")

  enum Input: StructureShape {
    static let accessControlPolicy = Member<Values<AccessControlPolicy>>(
      "AccessControlPolicy", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let grants = GrantSet<Input>(canned: S3Values.bucketCannedACL, hasWrite: true)
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketAclRequest",
      [accessControlPolicy, bucket, contentMD5, checksumAlgorithm, expectedBucketOwner] + grants.all)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let owner = CanonicalUser.id(of: bucket.account)
    let list = try AccessControlList.given(
      Input.grants, input, document: input[Input.accessControlPolicy], owner: owner, bucketOwner: owner)
    try service.checkACL(
      list, canned: input[Input.grants.canned], isOwnerAlone: list == AccessControlList(owner: owner), bucket)
    try service.setACL(list, of: bucket)
    return .now(Values())
  }
}
