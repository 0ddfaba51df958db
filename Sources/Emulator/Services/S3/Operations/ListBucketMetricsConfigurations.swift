import Protocols
import Runtime

/// Each filter of request metrics in the order of the ids, a hundred a page.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketMetricsConfigurations.html
enum ListBucketMetricsConfigurations: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?metrics")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let continuationToken = Member<String>("ContinuationToken", .query("continuation-token"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "ListBucketMetricsConfigurationsRequest", bucket, continuationToken, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let isTruncated = Member<Bool>("IsTruncated")
    static let continuationToken = Member<String>("ContinuationToken")
    static let nextContinuationToken = Member<String>("NextContinuationToken")
    static let metricsConfigurationList = Member<[Values<MetricsConfiguration>]>(
      "MetricsConfigurationList", .xmlName("MetricsConfiguration"), .flattened)
    static let shape = structure(
      "ListBucketMetricsConfigurationsOutput", xmlName: "ListMetricsConfigurationsResult",
      [isTruncated, continuationToken, nextContinuationToken, metricsConfigurationList])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let page = try service.keptPage(
      .metrics, of: bucket, after: input[Input.continuationToken], as: MetricsConfiguration.self)
    return .now(
      .with {
        $0[Output.isTruncated] = page.next != nil
        $0[Output.continuationToken] = input[Input.continuationToken]
        $0[Output.nextContinuationToken] = page.next
        if !page.configurations.isEmpty { $0[Output.metricsConfigurationList] = page.configurations }
      })
  }
}
