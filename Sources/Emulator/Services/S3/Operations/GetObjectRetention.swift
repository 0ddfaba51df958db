import Protocols
import Runtime

/// Until when a version is kept.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html
enum GetObjectRetention: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}/{Key+}?retention")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "GetObjectRetentionRequest", [bucket, key, versionID, requestPayer, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let retention = Member<Values<ObjectLockRetention>>("Retention", .payload, .xmlName("Retention"))
    static let shape = structure("GetObjectRetentionOutput", retention)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let object = try service.object(bucket, input[Input.key], version: input[Input.versionID])
    try ObjectLock.checkBucket(bucket)
    let attributes = ObjectAttributes(stored: object.attributes)
    guard let mode = attributes.lockMode, let until = attributes.retainUntil else {
      throw ObjectLock.missing(input[Input.key])
    }
    return .now(
      .with {
        $0[Output.retention] = .with {
          $0[ObjectLockRetention.mode] = mode
          $0[ObjectLockRetention.retainUntilDate] = until
        }
      })
  }
}
