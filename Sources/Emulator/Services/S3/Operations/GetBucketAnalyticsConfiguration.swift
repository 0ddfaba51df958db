import Protocols
import Runtime

/// One analysis of storage classes, by its id.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAnalyticsConfiguration.html
enum GetBucketAnalyticsConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?analytics", queryKeys: ["id"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let id = Required<String>("Id", .query("id"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketAnalyticsConfigurationRequest", bucket, id, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let analyticsConfiguration = Member<Values<AnalyticsConfiguration>>("AnalyticsConfiguration", .payload)
    static let shape = structure("GetBucketAnalyticsConfigurationOutput", analyticsConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = try service.kept(.analytics, of: bucket, id: input[Input.id], as: AnalyticsConfiguration.self)
    else {
      throw AWSError.noSuchConfiguration()
    }
    return .now(.with { $0[Output.analyticsConfiguration] = kept })
  }
}
