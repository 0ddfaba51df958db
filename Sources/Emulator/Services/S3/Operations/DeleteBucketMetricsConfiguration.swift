import Protocols
import Runtime

/// Forgets one filter of request metrics.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketMetricsConfiguration.html
enum DeleteBucketMetricsConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("DELETE", "/{Bucket}?metrics", status: 204, queryKeys: ["id"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let id = Required<String>("Id", .query("id"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("DeleteBucketMetricsConfigurationRequest", bucket, id, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard try service.forget(.metrics, of: bucket, id: input[Input.id]) else { throw AWSError.noSuchConfiguration() }
    return .now(Values())
  }
}
