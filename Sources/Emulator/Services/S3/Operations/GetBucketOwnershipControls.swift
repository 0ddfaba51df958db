import Protocols
import Runtime

/// Who owns what others write into a bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html
enum GetBucketOwnershipControls: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?ownershipControls")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetBucketOwnershipControlsRequest", [bucket, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let ownershipControls = Member<Values<OwnershipControls>>("OwnershipControls", .payload)
    static let shape = structure("GetBucketOwnershipControlsOutput", ownershipControls)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = bucket.document(.ownershipControls, as: OwnershipControls.self) else {
      throw AWSError(
        "OwnershipControlsNotFoundError", "The bucket ownership controls were not found", status: 404,
        elements: [("BucketName", bucket.name)])
    }
    return .now(.with { $0[Output.ownershipControls] = kept })
  }
}
