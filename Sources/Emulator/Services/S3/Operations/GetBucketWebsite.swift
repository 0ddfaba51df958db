import Protocols
import Runtime

/// What the bucket is as a website.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html
enum GetBucketWebsite: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?website")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketWebsiteRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let redirectAllRequestsTo = Member<Values<RedirectAllRequestsTo>>("RedirectAllRequestsTo")
    static let indexDocument = Member<Values<IndexDocument>>("IndexDocument")
    static let errorDocument = Member<Values<ErrorDocument>>("ErrorDocument")
    static let routingRules = Member<[Values<RoutingRule>]>("RoutingRules", .each([.xmlName("RoutingRule")]))
    static let shape = structure(
      "GetBucketWebsiteOutput", xmlName: "WebsiteConfiguration",
      [redirectAllRequestsTo, indexDocument, errorDocument, routingRules])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = try service.kept(.website, of: bucket, as: Output.self) else {
      throw AWSError.noSuchWebsiteConfiguration(bucket.name)
    }
    return .now(kept)
  }
}
