import Protocols
import Runtime

/// Deletes an empty bucket; its open uploads go with it.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
enum DeleteBucket: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("DELETE", "/{Bucket}", status: 204)

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("DeleteBucketRequest", bucket, expectedBucketOwner)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    if try service.store.hasObjects(bucket) {
      throw AWSError(
        "BucketNotEmpty",
        "The bucket you tried to delete is not empty"
          + (bucket.versioning == .never ? "" : ". You must delete all versions in the bucket."), status: 409,
        elements: [("BucketName", bucket.name)])
    }
    try service.store.deleteBucket(bucket)
    return .now(Values())
  }
}
