import Protocols
import Runtime

/// Keeps where objects would be copied to; nothing is copied.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
enum PutBucketReplication: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?replication")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let replicationConfiguration = Required<Values<ReplicationConfiguration>>(
      "ReplicationConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let token = Member<String>("Token", .header("x-amz-bucket-object-lock-token"), .notEmulated)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutBucketReplicationRequest", bucket, contentMD5, checksumAlgorithm, replicationConfiguration, token,
      expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let configuration = input[Input.replicationConfiguration]
    try ReplicationConfiguration.check(configuration, of: bucket, service)
    try service.keep(.replication, ReplicationConfiguration.named(configuration, &service.ids), of: bucket)
    return .now(Values())
  }
}
