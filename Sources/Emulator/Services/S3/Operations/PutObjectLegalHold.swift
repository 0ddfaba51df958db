import Protocols
import Runtime

/// Holds a version, or lets go of it.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html
enum PutObjectLegalHold: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}?legal-hold")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let legalHold = Member<Values<ObjectLockLegalHold>>(
      "LegalHold", .payload, .xmlName("LegalHold"),
      .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutObjectLegalHoldRequest",
      [bucket, key, legalHold, requestPayer, versionID, contentMD5, checksumAlgorithm, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure("PutObjectLegalHoldOutput", requestCharged)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let object = try service.object(bucket, input[Input.key], version: input[Input.versionID], method: "PUT")
    try ObjectLock.checkBucket(bucket)
    guard let status = input[Input.legalHold]?[ObjectLockLegalHold.status] else { throw AWSError.malformedXML() }
    var attributes = ObjectAttributes(stored: object.attributes)
    attributes.hasLegalHold = status == "ON"
    try service.store.setAttributes(attributes, of: object)
    return .now(Values())
  }
}

enum ObjectLockLegalHold: StructureShape {
  static let status = Member<String>("Status", .values(S3Values.objectLockLegalHoldStatus))
  static let shape = structure("ObjectLockLegalHold", status)
}
