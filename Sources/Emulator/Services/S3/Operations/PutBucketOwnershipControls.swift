import Protocols
import Runtime

/// Sets who owns what others write into a bucket, and whether ACLs count.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html
enum PutBucketOwnershipControls: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?ownershipControls")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let ownershipControls = Required<Values<OwnershipControls>>(
      "OwnershipControls", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketOwnershipControlsRequest",
      [bucket, contentMD5, ownershipControls, checksumAlgorithm, expectedBucketOwner])
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let controls = input[Input.ownershipControls]
    guard controls[OwnershipControls.rules].count == 1, let rule = controls[OwnershipControls.rules].first else {
      throw AWSError.malformedXML()
    }
    let owner = CanonicalUser.id(of: bucket.account)
    if rule[OwnershipControlsRule.objectOwnership] == StoredBucket.Ownership.bucketOwnerEnforced.rawValue,
      bucket.accessControlList != AccessControlList(owner: owner)
    {
      throw AWSError.bucketACLWithOwnership()
    }
    try service.store.set(controls, .ownershipControls, of: bucket)
    return .now(Values())
  }
}

enum OwnershipControls: StructureShape {
  static let rules = Required<[Values<OwnershipControlsRule>]>("Rules", .xmlName("Rule"), .flattened)
  static let shape = structure("OwnershipControls", rules)
}

enum OwnershipControlsRule: StructureShape {
  static let objectOwnership = Required<String>("ObjectOwnership", .values(S3Values.objectOwnership))
  static let shape = structure("OwnershipControlsRule", objectOwnership)
}
