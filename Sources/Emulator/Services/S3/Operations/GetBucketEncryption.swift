import Protocols
import Runtime

/// How objects are encrypted that do not say it themselves: with keys of S3, unless set otherwise.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
enum GetBucketEncryption: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?encryption")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketEncryptionRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let serverSideEncryptionConfiguration = Member<Values<ServerSideEncryptionConfiguration>>(
      "ServerSideEncryptionConfiguration", .payload)
    static let shape = structure("GetBucketEncryptionOutput", serverSideEncryptionConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let kept = try service.kept(.encryption, of: bucket, as: ServerSideEncryptionConfiguration.self)
    if kept == nil, !service.setting.configuration.s3EncryptsByDefault {
      throw AWSError.noEncryptionConfiguration(bucket.name)
    }
    return .now(
      .with { $0[Output.serverSideEncryptionConfiguration] = kept ?? ServerSideEncryptionConfiguration.initial })
  }
}
