import Protocols
import Runtime

/// Sets the rules by which objects end or move; a worker follows them with the emulator's clock.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
enum PutBucketLifecycleConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}?lifecycle")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let lifecycleConfiguration = Member<Values<LifecycleConfiguration>>(
      "LifecycleConfiguration", .payload, .xmlName("LifecycleConfiguration"),
      .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let transitionDefaultMinimumObjectSize = Member<String>(
      "TransitionDefaultMinimumObjectSize", .header("x-amz-transition-default-minimum-object-size"))
    static let shape = structure(
      "PutBucketLifecycleConfigurationRequest", bucket, checksumAlgorithm, lifecycleConfiguration, expectedBucketOwner,
      transitionDefaultMinimumObjectSize)
  }
  enum Output: StructureShape {
    static let transitionDefaultMinimumObjectSize = Member<String>(
      "TransitionDefaultMinimumObjectSize", .header("x-amz-transition-default-minimum-object-size"))
    static let shape = structure("PutBucketLifecycleConfigurationOutput", transitionDefaultMinimumObjectSize)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let minimum = try LifecycleRule.transitionMinimum(input[Input.transitionDefaultMinimumObjectSize])
    guard let configuration = input[Input.lifecycleConfiguration] else { throw AWSError.malformedXML() }
    var rules = configuration[LifecycleConfiguration.rules]
    try LifecycleRule.check(rules)
    for index in rules.indices where rules[index][LifecycleRule.id] == nil {
      rules[index][LifecycleRule.id] = service.ids.uuid()
    }
    try service.keep(
      .lifecycle,
      Values<GetBucketLifecycleConfiguration.Output>.with {
        $0[GetBucketLifecycleConfiguration.Output.rules] = rules
        $0[GetBucketLifecycleConfiguration.Output.transitionDefaultMinimumObjectSize] = minimum
      }, of: bucket)
    service.followLifecycle()
    return .now(.with { $0[Output.transitionDefaultMinimumObjectSize] = minimum })
  }
}
