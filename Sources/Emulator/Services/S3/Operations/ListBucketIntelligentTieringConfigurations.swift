import Protocols
import Runtime

/// Each tiering of objects in the order of the ids, a hundred a page.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketIntelligentTieringConfigurations.html
enum ListBucketIntelligentTieringConfigurations: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?intelligent-tiering")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let continuationToken = Member<String>("ContinuationToken", .query("continuation-token"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "ListBucketIntelligentTieringConfigurationsRequest", bucket, continuationToken, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let isTruncated = Member<Bool>("IsTruncated")
    static let continuationToken = Member<String>("ContinuationToken")
    static let nextContinuationToken = Member<String>("NextContinuationToken")
    static let intelligentTieringConfigurationList = Member<[Values<IntelligentTieringConfiguration>]>(
      "IntelligentTieringConfigurationList", .xmlName("IntelligentTieringConfiguration"), .flattened)
    static let shape = structure(
      "ListBucketIntelligentTieringConfigurationsOutput", isTruncated, continuationToken, nextContinuationToken,
      intelligentTieringConfigurationList)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let page = try service.keptPage(
      .intelligentTiering, of: bucket, after: input[Input.continuationToken], as: IntelligentTieringConfiguration.self)
    return .now(
      .with {
        $0[Output.isTruncated] = page.next != nil
        $0[Output.continuationToken] = input[Input.continuationToken]
        $0[Output.nextContinuationToken] = page.next
        if !page.configurations.isEmpty { $0[Output.intelligentTieringConfigurationList] = page.configurations }
      })
  }
}
