import Protocols
import Runtime

/// Where objects would be copied to.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html
enum GetBucketReplication: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?replication")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketReplicationRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let replicationConfiguration = Member<Values<ReplicationConfiguration>>("ReplicationConfiguration", .payload)
    static let shape = structure("GetBucketReplicationOutput", replicationConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = try service.kept(.replication, of: bucket, as: ReplicationConfiguration.self) else {
      throw AWSError.noReplicationConfiguration(bucket.name)
    }
    return .now(.with { $0[Output.replicationConfiguration] = kept })
  }
}
