import Protocols
import Runtime
import Storage

/// Writes a copy of an object. The bytes of a large one are not copied: both objects name the same body. They are read
/// only where the copy needs a hash that the source does not have (its ETag, when the source came in parts).
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
enum CopyObject: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}", header: "x-amz-copy-source")

  enum Input: StructureShape, ObjectHeaderMembers {
    static let acl = Member<String>(
      "ACL", .values(S3Values.objectCannedACL), .header("x-amz-acl"),
      .emulatedOnly(["private", "bucket-owner-full-control"]))
    static let bucket = Required<String>("Bucket", .label)
    static let cacheControl = Member<String>("CacheControl", .header("Cache-Control"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-checksum-algorithm"),
      .emulatedOnly(["CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"]))
    static let contentDisposition = Member<String>("ContentDisposition", .header("Content-Disposition"))
    static let contentEncoding = Member<String>("ContentEncoding", .header("Content-Encoding"))
    static let contentLanguage = Member<String>("ContentLanguage", .header("Content-Language"))
    static let contentType = Member<String>("ContentType", .header("Content-Type"))
    static let copySource = Required<String>("CopySource", .pattern(#"\/?.+\/.+"#), .header("x-amz-copy-source"))
    static let copySourceIfMatch = Member<String>("CopySourceIfMatch", .header("x-amz-copy-source-if-match"))
    static let copySourceIfModifiedSince = Member<Timestamp>(
      "CopySourceIfModifiedSince", .header("x-amz-copy-source-if-modified-since"))
    static let copySourceIfNoneMatch = Member<String>(
      "CopySourceIfNoneMatch", .header("x-amz-copy-source-if-none-match"))
    static let copySourceIfUnmodifiedSince = Member<Timestamp>(
      "CopySourceIfUnmodifiedSince", .header("x-amz-copy-source-if-unmodified-since"))
    static let expires = Member<String>("Expires", .header("Expires"))
    static let grantFullControl = Member<String>("GrantFullControl", .header("x-amz-grant-full-control"), .notEmulated)
    static let grantRead = Member<String>("GrantRead", .header("x-amz-grant-read"), .notEmulated)
    static let grantReadACP = Member<String>("GrantReadACP", .header("x-amz-grant-read-acp"), .notEmulated)
    static let grantWriteACP = Member<String>("GrantWriteACP", .header("x-amz-grant-write-acp"), .notEmulated)
    static let ifMatch = Member<String>("IfMatch", .header("If-Match"))
    static let ifNoneMatch = Member<String>("IfNoneMatch", .header("If-None-Match"))
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let metadata = Member<[String: String]>("Metadata", .prefixHeaders("x-amz-meta-"))
    static let metadataDirective = Member<String>(
      "MetadataDirective", .values(S3Values.metadataDirective), .header("x-amz-metadata-directive"))
    static let taggingDirective = Member<String>(
      "TaggingDirective", .values(S3Values.taggingDirective), .header("x-amz-tagging-directive"))
    static let serverSideEncryption = Member<String>(
      "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"),
      .emulatedOnly(["AES256"]))
    static let storageClass = Member<String>(
      "StorageClass", .values(S3Values.storageClass), .header("x-amz-storage-class"))
    static let websiteRedirectLocation = Member<String>(
      "WebsiteRedirectLocation", .header("x-amz-website-redirect-location"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"), .notEmulated)
    static let sseCustomerKey = Member<String>(
      "SSECustomerKey", .header("x-amz-server-side-encryption-customer-key"), .notEmulated)
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"), .notEmulated)
    static let sseKMSKeyID = Member<String>(
      "SSEKMSKeyId", .header("x-amz-server-side-encryption-aws-kms-key-id"), .notEmulated)
    static let sseKMSEncryptionContext = Member<String>(
      "SSEKMSEncryptionContext", .header("x-amz-server-side-encryption-context"), .notEmulated)
    static let bucketKeyEnabled = Member<Bool>(
      "BucketKeyEnabled", .header("x-amz-server-side-encryption-bucket-key-enabled"), .emulatedOnly(["false"]))
    static let copySourceSSECustomerAlgorithm = Member<String>(
      "CopySourceSSECustomerAlgorithm", .header("x-amz-copy-source-server-side-encryption-customer-algorithm"),
      .notEmulated)
    static let copySourceSSECustomerKey = Member<String>(
      "CopySourceSSECustomerKey", .header("x-amz-copy-source-server-side-encryption-customer-key"), .notEmulated)
    static let copySourceSSECustomerKeyMD5 = Member<String>(
      "CopySourceSSECustomerKeyMD5", .header("x-amz-copy-source-server-side-encryption-customer-key-MD5"), .notEmulated)
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let tagging = Member<String>("Tagging", .header("x-amz-tagging"))
    static let objectLockMode = Member<String>(
      "ObjectLockMode", .values(S3Values.objectLockMode), .header("x-amz-object-lock-mode"), .notEmulated)
    static let objectLockRetainUntilDate = Member<Timestamp>(
      "ObjectLockRetainUntilDate", .header("x-amz-object-lock-retain-until-date"), .timestamp(.dateTime), .notEmulated)
    static let objectLockLegalHoldStatus = Member<String>(
      "ObjectLockLegalHoldStatus", .values(S3Values.objectLockLegalHoldStatus), .header("x-amz-object-lock-legal-hold"),
      .notEmulated)
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let expectedSourceBucketOwner = Member<String>(
      "ExpectedSourceBucketOwner", .header("x-amz-source-expected-bucket-owner"))
    static let shape = structure(
      "CopyObjectRequest", acl, bucket, cacheControl, checksumAlgorithm, contentDisposition, contentEncoding,
      contentLanguage, contentType, copySource, copySourceIfMatch, copySourceIfModifiedSince, copySourceIfNoneMatch,
      copySourceIfUnmodifiedSince, expires, grantFullControl, grantRead, grantReadACP, grantWriteACP, ifMatch,
      ifNoneMatch, key, metadata, metadataDirective, taggingDirective, serverSideEncryption, storageClass,
      websiteRedirectLocation, sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5, sseKMSKeyID,
      sseKMSEncryptionContext, bucketKeyEnabled, copySourceSSECustomerAlgorithm, copySourceSSECustomerKey,
      copySourceSSECustomerKeyMD5, requestPayer, tagging, objectLockMode, objectLockRetainUntilDate,
      objectLockLegalHoldStatus, expectedBucketOwner, expectedSourceBucketOwner)
  }
  enum Output: StructureShape {
    static let copyObjectResult = Member<Values<CopyObjectResult>>("CopyObjectResult", .payload)
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let copySourceVersionID = Member<String>("CopySourceVersionId", .header("x-amz-copy-source-version-id"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let serverSideEncryption = Member<String>(
      "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"))
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"))
    static let sseKMSKeyID = Member<String>("SSEKMSKeyId", .header("x-amz-server-side-encryption-aws-kms-key-id"))
    static let sseKMSEncryptionContext = Member<String>(
      "SSEKMSEncryptionContext", .header("x-amz-server-side-encryption-context"))
    static let bucketKeyEnabled = Member<Bool>(
      "BucketKeyEnabled", .header("x-amz-server-side-encryption-bucket-key-enabled"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "CopyObjectOutput", copyObjectResult, expiration, copySourceVersionID, versionID, serverSideEncryption,
      sseCustomerAlgorithm, sseCustomerKeyMD5, sseKMSKeyID, sseKMSEncryptionContext, bucketKeyEnabled, requestCharged)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let plan = try Plan(input, request, service)
    let source = plan.source
    let algorithm = plan.algorithm
    if source.partCount == 0, let checksum = source.checksum, checksum.algorithm == algorithm,
      checksum.type == .fullObject
    {
      return .now(try write(plan, etag: source.etag, checksum: checksum, input, request, service))
    }
    // A hash is missing: the bytes are read.
    let content = try service.store.content(of: source, 0..<source.size)
    if case .bytes(let bytes) = content {
      return .now(try write(plan, BodyDigest.of(bytes, [algorithm]), input, request, service))
    }
    let hold = LoopOnly(source.body.map { BodyHold($0, service.store) })
    let blobs = service.blobs
    return .later {
      let outcome = await blobs.threads.run { BodyCopy.digest(content, [algorithm], from: blobs) }
      return { () throws(AWSError) -> Answer<Output> in
        hold.value?.end()
        let now = try Plan(input, request, service)
        // The source was written meanwhile: the copy is of what it is now.
        guard now.source.body == source.body else { return try perform(input, request, service) }
        return .now(try write(now, outcome.get(), input, request, service))
      }
    }
  }

  /// Everything that is known before the bytes are looked at.
  private struct Plan {
    var bucket: StoredBucket
    var existing: StoredObject?
    var source: StoredObject
    var sourceVersion: String?
    var headers: String
    var tags: String
    var storageClass: String
    var algorithm: ChecksumAlgorithm

    init(_ input: Values<Input>, _ request: RequestContext, _ service: S3Service) throws(AWSError) {
      bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
      let key = input[Input.key]
      try S3Service.checkKey(key)
      try Precondition.checkForm(ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch])
      storageClass = try S3Service.storageClass(input[Input.storageClass])
      let from = try CopySource(input[Input.copySource])
      let sourceBucket = try service.bucket(from.bucket, owner: input[Input.expectedSourceBucketOwner])
      let source = try service.object(sourceBucket, from.key, version: from.version)
      self.source = source
      sourceVersion = sourceBucket.shownVersion(source)
      let precondition = Precondition(
        ifMatch: input[Input.copySourceIfMatch], ifNoneMatch: input[Input.copySourceIfNoneMatch],
        ifModifiedSince: input[Input.copySourceIfModifiedSince],
        ifUnmodifiedSince: input[Input.copySourceIfUnmodifiedSince])
      try precondition.checkCopySource(source)
      if source.isArchived(request.now) {
        throw AWSError(
          "ObjectNotInActiveTierError",
          "The source object of the COPY action is not in the active tier and is only stored in Amazon S3 Glacier.",
          status: 403)
      }
      if source.size > S3Service.objectLimit {
        throw AWSError.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
            + "\(S3Service.objectLimit)")
      }
      let replaces = input[Input.metadataDirective] == "REPLACE"
      if sourceBucket.id == bucket.id, from.key == key, source.state == .current, !replaces,
        storageClass == source.storageClass,
        !input.has(Input.websiteRedirectLocation), !input.has(Input.serverSideEncryption)
      {
        throw AWSError.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
            + "metadata, storage class, website redirect location or encryption attributes.")
      }
      existing = try service.store.current(bucket, key)
      try Precondition.checkWrite(
        ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch], existing: existing, key: key)

      // A redirect is never copied.
      let given = try ObjectHeaders(input)
      var kept = ObjectHeaders(stored: source.headers)
      kept.websiteRedirectLocation = given.websiteRedirectLocation
      headers = replaces ? given.stored : kept.stored
      tags =
        input[Input.taggingDirective] == "REPLACE"
        ? try ObjectTags(header: input[Input.tagging] ?? "").stored : source.tags
      algorithm =
        input[Input.checksumAlgorithm].flatMap { ChecksumAlgorithm(name: $0) } ?? source.checksum?.algorithm
        ?? .crc64nvme
    }
  }

  private static func write(
    _ plan: Plan, _ digest: BodyDigest.Result, _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    let checksum = Checksum(
      algorithm: plan.algorithm, type: .fullObject, text: Base64.encode(digest.checksum(plan.algorithm)))
    return try write(plan, etag: Hex.encode(digest.md5), checksum: checksum, input, request, service)
  }

  private static func write(
    _ plan: Plan, etag: String, checksum: Checksum, _ input: Values<Input>, _ request: RequestContext,
    _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    let now = service.now
    let content: NewObject.Content
    if let body = plan.source.body {
      // Before the object that is written over lets go of its own, which may be the same.
      try service.store.retain(body)
      content = .body(body)
    } else {
      content = .bytes(try service.store.data(of: plan.source, 0..<plan.source.size))
    }
    let version = try service.store.put(
      NewObject(
        modified: now, size: plan.source.size, etag: etag, storageClass: plan.storageClass, checksum: checksum,
        owner: request.account, headers: plan.headers, tags: plan.tags, attributes: "", content: content),
      plan.bucket, input[Input.key], over: plan.existing)
    let event = S3Event(name: .copy, key: input[Input.key], size: plan.source.size, etag: etag, versionID: version)
    try service.tell(event, in: plan.bucket, request)
    let expiration = service.expiration(
      of: input[Input.key], size: plan.source.size, tags: plan.tags, storageClass: plan.storageClass, modified: now,
      in: plan.bucket)
    return .with {
      $0[Output.expiration] = expiration
      $0[Output.serverSideEncryption] = "AES256"
      $0[Output.versionID] = version
      $0[Output.copySourceVersionID] = plan.sourceVersion
      $0[Output.copyObjectResult] = .with {
        $0[CopyObjectResult.eTag] = "\"\(etag)\""
        $0[CopyObjectResult.lastModified] = Timestamp(seconds: now.seconds)
        $0[CopyObjectResult.member(checksum.algorithm)] = checksum.text
        $0[CopyObjectResult.checksumType] = checksum.type.name
      }
    }
  }
}

enum CopyObjectResult: StructureShape, ChecksumMembers {
  static let eTag = Member<String>("ETag")
  static let lastModified = Member<Timestamp>("LastModified")
  static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
  static let checksumCRC32 = Member<String>("ChecksumCRC32")
  static let checksumCRC32C = Member<String>("ChecksumCRC32C")
  static let checksumCRC64NVME = Member<String>("ChecksumCRC64NVME")
  static let checksumSHA1 = Member<String>("ChecksumSHA1")
  static let checksumSHA256 = Member<String>("ChecksumSHA256")
  static let checksumSHA512 = Member<String>("ChecksumSHA512")
  static let checksumMD5 = Member<String>("ChecksumMD5")
  static let checksumXXHASH64 = Member<String>("ChecksumXXHASH64")
  static let checksumXXHASH3 = Member<String>("ChecksumXXHASH3")
  static let checksumXXHASH128 = Member<String>("ChecksumXXHASH128")
  static let shape = structure(
    "CopyObjectResult", eTag, lastModified, checksumType, checksumCRC32, checksumCRC32C, checksumCRC64NVME,
    checksumSHA1, checksumSHA256, checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3, checksumXXHASH128)
}
