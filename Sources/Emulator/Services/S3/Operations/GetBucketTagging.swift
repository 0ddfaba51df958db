import Protocols
import Runtime

/// The bucket's tags.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
enum GetBucketTagging: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?tagging")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketTaggingRequest", bucket, expectedBucketOwner)
  }
  enum Output: StructureShape {
    static let tagSet = Required<[Values<ObjectTag>]>("TagSet", .each([.xmlName("Tag")]))
    static let shape = structure("GetBucketTaggingOutput", xmlName: "Tagging", [tagSet])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = try service.kept(.tagging, of: bucket, as: Output.self) else {
      throw AWSError.noSuchTagSet(bucket.name)
    }
    return .now(kept)
  }
}
