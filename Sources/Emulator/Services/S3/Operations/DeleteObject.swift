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
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let bypassGovernanceRetention = Member<Bool>(
      "BypassGovernanceRetention", .header("x-amz-bypass-governance-retention"))
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
    let deletion = Deletion(
      key: input[Input.key], version: input[Input.versionID], etag: input[Input.ifMatch],
      modified: input[Input.ifMatchLastModifiedTime], size: input[Input.ifMatchSize],
      bypass: input[Input.bypassGovernanceRetention])
    let outcome = try deletion.perform(in: bucket, request, service)
    return .now(
      .with {
        $0[Output.versionID] = outcome.version
        if outcome.isMarker { $0[Output.deleteMarker] = true }
      })
  }
}

/// One object to delete: a version of it for good, or whatever the bucket's versioning makes of it.
struct Deletion {
  var key: String
  /// nil: the newest version is covered by a delete marker, or deleted where there is no versioning.
  var version: String?
  // What the object must be like for it to happen.
  var etag: String?
  var modified: Timestamp?
  var size: Int?
  /// Whether governance retention is passed over.
  var bypass: Bool?

  struct Outcome {
    /// The version that was deleted, or that of the new delete marker.
    var version: String?
    var isMarker = false
  }

  func perform(
    in bucket: StoredBucket, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Outcome {
    guard let version else {
      let newest = try service.store.current(bucket, key)
      try check(newest)
      let marker = try service.store.delete(
        bucket, key, newest: newest, owner: request.account, now: request.now)
      let event =
        marker == nil
        ? S3Event(name: .delete, key: key)
        : S3Event(name: .deleteMarker, key: key, etag: S3Event.emptyETag, versionID: marker)
      if newest != nil || marker != nil { try service.tell(event, in: bucket, request) }
      if newest != nil { try service.uploads.objectWasDeleted(bucket, key, now: request.now) }
      return Outcome(version: marker, isMarker: marker != nil)
    }
    guard let object = try service.store.version(bucket, key, version) else {
      try check(nil)
      return Outcome(version: bucket.versioning == .never ? nil : version)
    }
    try check(object)
    try ObjectLock.checkDelete(
      object, bypasses: ObjectLock.bypasses(bypass, bucket, key, request, service), request.now)
    try service.store.remove(object, bucket, key)
    if object.state == .current { try service.uploads.objectWasDeleted(bucket, key, now: request.now) }
    try service.tell(
      S3Event(name: .delete, key: key, versionID: bucket.shownVersion(object)), in: bucket, request)
    return Outcome(version: bucket.shownVersion(object), isMarker: object.isDeleteMarker)
  }

  private func check(_ object: StoredObject?) throws(AWSError) {
    if etag == nil, modified == nil, size == nil { return }
    guard let object, !object.isDeleteMarker else { throw AWSError.noSuchKey(key) }
    if let etag, !Precondition.matches(etag, object.etag) { throw AWSError.preconditionFailed("If-Match") }
    if let modified, modified.seconds != object.modified.seconds {
      throw AWSError.preconditionFailed("x-amz-if-match-last-modified-time")
    }
    if let size, size != object.size { throw AWSError.preconditionFailed("x-amz-if-match-size") }
  }
}
