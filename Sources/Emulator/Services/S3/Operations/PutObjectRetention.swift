import Protocols
import Runtime

/// Sets until when a version is kept.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html
enum PutObjectRetention: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}?retention")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let retention = Member<Values<ObjectLockRetention>>(
      "Retention", .payload, .xmlName("Retention"),
      .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let bypassGovernanceRetention = Member<Bool>(
      "BypassGovernanceRetention", .header("x-amz-bypass-governance-retention"))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutObjectRetentionRequest",
      [
        bucket, key, retention, requestPayer, versionID, bypassGovernanceRetention, contentMD5, checksumAlgorithm,
        expectedBucketOwner,
      ])
  }
  enum Output: StructureShape {
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure("PutObjectRetentionOutput", requestCharged)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let object = try service.object(bucket, input[Input.key], version: input[Input.versionID], method: "PUT")
    try ObjectLock.checkBucket(bucket)
    var attributes = ObjectAttributes(stored: object.attributes)
    let asked = input[Input.retention]
    let mode = asked?[ObjectLockRetention.mode]
    let until = asked?[ObjectLockRetention.retainUntilDate]
    guard (mode == nil) == (until == nil) else { throw AWSError.malformedXML() }
    if let until { try ObjectLock.checkDate(until, request.now) }
    let bypasses = try ObjectLock.bypasses(
      input[Input.bypassGovernanceRetention], bucket, input[Input.key], request, service)
    try ObjectLock.checkChange(attributes, mode: mode, until: until, bypasses: bypasses, request.now)
    attributes.lockMode = mode
    attributes.retainUntil = until
    try service.store.setAttributes(attributes, of: object)
    return .now(Values())
  }
}

enum ObjectLockRetention: StructureShape {
  static let mode = Member<String>("Mode", .values(S3Values.objectLockMode))
  static let retainUntilDate = Member<Timestamp>("RetainUntilDate", .timestamp(.dateTime))
  static let shape = structure("ObjectLockRetention", mode, retainUntilDate)
}
