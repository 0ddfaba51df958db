import Protocols
import Runtime

/// Sets what of public access a bucket refuses.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
enum PutPublicAccessBlock: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?publicAccessBlock")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let publicAccessBlockConfiguration = Required<Values<PublicAccessBlockConfiguration>>(
      "PublicAccessBlockConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutPublicAccessBlockRequest",
      [bucket, contentMD5, checksumAlgorithm, publicAccessBlockConfiguration, expectedBucketOwner])
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let asked = input[Input.publicAccessBlockConfiguration]
    var kept = Values<PublicAccessBlockConfiguration>()
    for member in PublicAccessBlockConfiguration.all { kept[member] = asked[member] ?? false }
    try service.store.set(kept, .publicAccessBlock, of: bucket)
    return .now(Values())
  }
}

enum PublicAccessBlockConfiguration: StructureShape {
  static let blockPublicACLs = Member<Bool>("BlockPublicAcls")
  static let ignorePublicACLs = Member<Bool>("IgnorePublicAcls")
  static let blockPublicPolicy = Member<Bool>("BlockPublicPolicy")
  static let restrictPublicBuckets = Member<Bool>("RestrictPublicBuckets")
  static let all = [blockPublicACLs, ignorePublicACLs, blockPublicPolicy, restrictPublicBuckets]
  static let shape = structure("PublicAccessBlockConfiguration", all)
}
