import Protocols
import Runtime

/// Deletes an object; one that is not there is as good as deleted.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
enum DeleteObject: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("DELETE", "/{Bucket}/{Key+}", status: 204)

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let mfa = Member<String>("MFA", .header("x-amz-mfa"), .notEmulated)
    static let versionID = Member<String>("VersionId", .query("versionId"), .emulatedOnly(["null"]))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let bypassGovernanceRetention = Member<Bool>(
      "BypassGovernanceRetention", .header("x-amz-bypass-governance-retention"), .emulatedOnly(["false"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let ifMatch = Member<String>("IfMatch", .header("If-Match"))
    static let ifMatchLastModifiedTime = Member<Timestamp>(
      "IfMatchLastModifiedTime", .header("x-amz-if-match-last-modified-time"), .timestamp(.httpDate))
    static let ifMatchSize = Member<Int>("IfMatchSize", .header("x-amz-if-match-size"))
    static let shape = structure(
      "DeleteObjectRequest", bucket, key, mfa, versionID, requestPayer, bypassGovernanceRetention, expectedBucketOwner,
      ifMatch, ifMatchLastModifiedTime, ifMatchSize)
  }
  enum Output: StructureShape {
    static let deleteMarker = Member<Bool>("DeleteMarker", .header("x-amz-delete-marker"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure("DeleteObjectOutput", deleteMarker, versionID, requestCharged)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let condition = DeleteCondition(
      etag: input[Input.ifMatch], modified: input[Input.ifMatchLastModifiedTime], size: input[Input.ifMatchSize])
    try condition.delete(input[Input.key], in: bucket, service)
    return .now(Values())
  }
}

/// What the object must be like for a delete to happen.
struct DeleteCondition {
  var etag: String?
  var modified: Timestamp?
  var size: Int?

  func delete(_ key: String, in bucket: StoredBucket, _ service: S3Service) throws(AWSError) {
    let object = try service.store.object(bucket, key)
    if etag != nil || modified != nil || size != nil {
      guard let object else { throw AWSError.noSuchKey(key) }
      if let etag, !Precondition.matches(etag, object.etag) { throw AWSError.preconditionFailed("If-Match") }
      if let modified, modified.seconds != object.modified.seconds {
        throw AWSError.preconditionFailed("x-amz-if-match-last-modified-time")
      }
      if let size, size != object.size { throw AWSError.preconditionFailed("x-amz-if-match-size") }
    }
    if let object { try service.store.delete(object) }
  }
}
