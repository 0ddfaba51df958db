import Protocols
import Runtime

/// The rules by which objects end or move.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
enum GetBucketLifecycleConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?lifecycle")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketLifecycleConfigurationRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let rules = Member<[Values<LifecycleRule>]>("Rules", .xmlName("Rule"), .flattened)
    static let transitionDefaultMinimumObjectSize = Member<String>(
      "TransitionDefaultMinimumObjectSize", .header("x-amz-transition-default-minimum-object-size"))
    static let shape = structure(
      "GetBucketLifecycleConfigurationOutput", xmlName: "LifecycleConfiguration",
      [rules, transitionDefaultMinimumObjectSize])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = try service.kept(.lifecycle, of: bucket, as: Output.self) else {
      throw AWSError.noSuchLifecycleConfiguration(bucket.name)
    }
    return .now(kept)
  }
}
