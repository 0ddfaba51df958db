import Protocols
import Runtime

/// Sets who may do what with an object: by a document, a canned list, or header fields.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html
enum PutObjectAcl: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}?acl")

  enum Input: StructureShape {
    static let accessControlPolicy = Member<Values<AccessControlPolicy>>(
      "AccessControlPolicy", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let grants = GrantSet<Input>(canned: S3Values.objectCannedACL, hasWrite: true)
    static let bucket = Required<String>("Bucket", .label)
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutObjectAclRequest",
      [accessControlPolicy, bucket, contentMD5, checksumAlgorithm, key, requestPayer, versionID, expectedBucketOwner]
        + grants.all)
  }
  enum Output: StructureShape {
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure("PutObjectAclOutput", requestCharged)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let object = try service.object(bucket, input[Input.key], version: input[Input.versionID], method: "PUT")
    let owner = CanonicalUser.id(of: object.owner.isEmpty ? bucket.account : object.owner)
    let list = try AccessControlList.given(
      Input.grants, input, document: input[Input.accessControlPolicy], owner: owner,
      bucketOwner: CanonicalUser.id(of: bucket.account))
    try service.checkACL(
      list, canned: input[Input.grants.canned], isOwnerAlone: list == AccessControlList(owner: owner), bucket)
    var attributes = ObjectAttributes(stored: object.attributes)
    attributes.acl = list == AccessControlList(owner: owner) ? nil : list.stored
    try service.store.setAttributes(attributes, of: object)
    return .now(Values())
  }
}
