import Protocols
import Runtime

/// Keeps a tiering of objects under its id; nothing is made of it.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html
enum PutBucketIntelligentTieringConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?intelligent-tiering", status: 204, queryKeys: ["id"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let id = Required<String>("Id", .query("id"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let intelligentTieringConfiguration = Required<Values<IntelligentTieringConfiguration>>(
      "IntelligentTieringConfiguration", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil)
    )
    static let shape = structure(
      "PutBucketIntelligentTieringConfigurationRequest", bucket, id, expectedBucketOwner,
      intelligentTieringConfiguration)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let configuration = input[Input.intelligentTieringConfiguration]
    if configuration[IntelligentTieringConfiguration.id] != input[Input.id] { throw AWSError.idMismatch() }
    try IntelligentTieringConfiguration.check(configuration)
    try service.keep(.intelligentTiering, configuration, of: bucket, id: input[Input.id])
    return .now(Values())
  }
}
