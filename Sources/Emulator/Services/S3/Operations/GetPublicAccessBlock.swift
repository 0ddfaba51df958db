import Protocols
import Runtime

/// What of public access a bucket refuses.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html
enum GetPublicAccessBlock: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?publicAccessBlock")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetPublicAccessBlockRequest", [bucket, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let publicAccessBlockConfiguration = Member<Values<PublicAccessBlockConfiguration>>(
      "PublicAccessBlockConfiguration", .payload)
    static let shape = structure("GetPublicAccessBlockOutput", publicAccessBlockConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = bucket.document(.publicAccessBlock, as: PublicAccessBlockConfiguration.self) else {
      throw AWSError(
        "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", status: 404,
        elements: [("BucketName", bucket.name)])
    }
    return .now(.with { $0[Output.publicAccessBlockConfiguration] = kept })
  }
}
