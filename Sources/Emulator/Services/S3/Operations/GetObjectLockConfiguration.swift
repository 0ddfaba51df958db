import Protocols
import Runtime

/// How long a bucket keeps new objects.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html
enum GetObjectLockConfiguration: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}?object-lock")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure("GetObjectLockConfigurationRequest", [bucket, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let objectLockConfiguration = Member<Values<ObjectLockConfiguration>>("ObjectLockConfiguration", .payload)
    static let shape = structure("GetObjectLockConfigurationOutput", objectLockConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    guard let kept = bucket.document(.objectLock, as: ObjectLockConfiguration.self) else {
      throw AWSError(
        "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", status: 404,
        elements: [("BucketName", bucket.name)])
    }
    return .now(.with { $0[Output.objectLockConfiguration] = kept })
  }
}
