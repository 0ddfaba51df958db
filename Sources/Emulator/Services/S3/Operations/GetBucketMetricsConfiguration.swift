import Protocols
import Runtime

/// One filter of request metrics, by its id.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketMetricsConfiguration.html
enum GetBucketMetricsConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?metrics", queryKeys: ["id"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let id = Required<String>("Id", .query("id"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketMetricsConfigurationRequest", bucket, id, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let metricsConfiguration = Member<Values<MetricsConfiguration>>("MetricsConfiguration", .payload)
    static let shape = structure("GetBucketMetricsConfigurationOutput", metricsConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = try service.kept(.metrics, of: bucket, id: input[Input.id], as: MetricsConfiguration.self) else {
      throw AWSError.noSuchConfiguration()
    }
    return .now(.with { $0[Output.metricsConfiguration] = kept })
  }
}
