import Protocols
import Runtime

/// Whether a version is held.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html
enum GetObjectLegalHold: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}/{Key+}?legal-hold")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "GetObjectLegalHoldRequest", [bucket, key, versionID, requestPayer, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let legalHold = Member<Values<ObjectLockLegalHold>>("LegalHold", .payload, .xmlName("LegalHold"))
    static let shape = structure("GetObjectLegalHoldOutput", legalHold)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let object = try service.object(bucket, input[Input.key], version: input[Input.versionID])
    try ObjectLock.checkBucket(bucket)
    guard let held = ObjectAttributes(stored: object.attributes).hasLegalHold else {
      throw ObjectLock.missing(input[Input.key])
    }
    return .now(.with { $0[Output.legalHold] = .with { $0[ObjectLockLegalHold.status] = held ? "ON" : "OFF" } })
  }
}
