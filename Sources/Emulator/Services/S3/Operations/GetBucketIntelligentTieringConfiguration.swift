import Protocols
import Runtime

/// One tiering of objects, by its id.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketIntelligentTieringConfiguration.html
enum GetBucketIntelligentTieringConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?intelligent-tiering", queryKeys: ["id"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let id = Required<String>("Id", .query("id"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketIntelligentTieringConfigurationRequest", bucket, id, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let intelligentTieringConfiguration = Member<Values<IntelligentTieringConfiguration>>(
      "IntelligentTieringConfiguration", .payload)
    static let shape = structure("GetBucketIntelligentTieringConfigurationOutput", intelligentTieringConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard
      let kept = try service.kept(
        .intelligentTiering, of: bucket, id: input[Input.id], as: IntelligentTieringConfiguration.self)
    else {
      throw AWSError.noSuchConfiguration()
    }
    return .now(.with { $0[Output.intelligentTieringConfiguration] = kept })
  }
}
