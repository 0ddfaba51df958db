import Protocols
import Runtime
import Storage

/// Writes an object. The body is hashed while it comes in; the row is written once all of it is where it stays.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
enum PutObject: BodyStreamingOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}")

  enum Input: StructureShape, ChecksumMembers, ObjectHeaderMembers {
    static let acl = Member<String>(
      "ACL", .values(S3Values.objectCannedACL), .header("x-amz-acl"),
      .emulatedOnly(["private", "bucket-owner-full-control"]))
    static let body = Member<Blob>("Body", .payload, .streaming)
    static let bucket = Required<String>("Bucket", .label)
    static let cacheControl = Member<String>("CacheControl", .header("Cache-Control"))
    static let contentDisposition = Member<String>("ContentDisposition", .header("Content-Disposition"))
    static let contentEncoding = Member<String>("ContentEncoding", .header("Content-Encoding"))
    static let contentLanguage = Member<String>("ContentLanguage", .header("Content-Language"))
    static let contentLength = Member<Int>("ContentLength", .header("Content-Length"))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let contentType = Member<String>("ContentType", .header("Content-Type"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"),
      .emulatedOnly(["CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"]))
    static let checksumCRC32 = Member<String>("ChecksumCRC32", .header("x-amz-checksum-crc32"))
    static let checksumCRC32C = Member<String>("ChecksumCRC32C", .header("x-amz-checksum-crc32c"))
    static let checksumCRC64NVME = Member<String>("ChecksumCRC64NVME", .header("x-amz-checksum-crc64nvme"))
    static let checksumSHA1 = Member<String>("ChecksumSHA1", .header("x-amz-checksum-sha1"))
    static let checksumSHA256 = Member<String>("ChecksumSHA256", .header("x-amz-checksum-sha256"))
    static let checksumSHA512 = Member<String>("ChecksumSHA512", .header("x-amz-checksum-sha512"), .notEmulated)
    static let checksumMD5 = Member<String>("ChecksumMD5", .header("x-amz-checksum-md5"), .notEmulated)
    static let checksumXXHASH64 = Member<String>("ChecksumXXHASH64", .header("x-amz-checksum-xxhash64"), .notEmulated)
    static let checksumXXHASH3 = Member<String>("ChecksumXXHASH3", .header("x-amz-checksum-xxhash3"), .notEmulated)
    static let checksumXXHASH128 = Member<String>(
      "ChecksumXXHASH128", .header("x-amz-checksum-xxhash128"), .notEmulated)
    static let expires = Member<String>("Expires", .header("Expires"))
    static let ifMatch = Member<String>("IfMatch", .header("If-Match"))
    static let ifNoneMatch = Member<String>("IfNoneMatch", .header("If-None-Match"))
    static let grantFullControl = Member<String>("GrantFullControl", .header("x-amz-grant-full-control"), .notEmulated)
    static let grantRead = Member<String>("GrantRead", .header("x-amz-grant-read"), .notEmulated)
    static let grantReadACP = Member<String>("GrantReadACP", .header("x-amz-grant-read-acp"), .notEmulated)
    static let grantWriteACP = Member<String>("GrantWriteACP", .header("x-amz-grant-write-acp"), .notEmulated)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let writeOffsetBytes = Member<Int>("WriteOffsetBytes", .header("x-amz-write-offset-bytes"), .notEmulated)
    static let metadata = Member<[String: String]>("Metadata", .prefixHeaders("x-amz-meta-"))
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
    static let shape = structure(
      "PutObjectRequest", acl, body, bucket, cacheControl, contentDisposition, contentEncoding, contentLanguage,
      contentLength, contentMD5, contentType, checksumAlgorithm, checksumCRC32, checksumCRC32C, checksumCRC64NVME,
      checksumSHA1, checksumSHA256, checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3, checksumXXHASH128,
      expires, ifMatch, ifNoneMatch, grantFullControl, grantRead, grantReadACP, grantWriteACP, key, writeOffsetBytes,
      metadata, serverSideEncryption, storageClass, websiteRedirectLocation, sseCustomerAlgorithm, sseCustomerKey,
      sseCustomerKeyMD5, sseKMSKeyID, sseKMSEncryptionContext, bucketKeyEnabled, requestPayer, tagging, objectLockMode,
      objectLockRetainUntilDate, objectLockLegalHoldStatus, expectedBucketOwner)
  }
  enum Output: StructureShape, ChecksumMembers {
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let eTag = Member<String>("ETag", .header("ETag"))
    static let checksumCRC32 = Member<String>("ChecksumCRC32", .header("x-amz-checksum-crc32"))
    static let checksumCRC32C = Member<String>("ChecksumCRC32C", .header("x-amz-checksum-crc32c"))
    static let checksumCRC64NVME = Member<String>("ChecksumCRC64NVME", .header("x-amz-checksum-crc64nvme"))
    static let checksumSHA1 = Member<String>("ChecksumSHA1", .header("x-amz-checksum-sha1"))
    static let checksumSHA256 = Member<String>("ChecksumSHA256", .header("x-amz-checksum-sha256"))
    static let checksumSHA512 = Member<String>("ChecksumSHA512", .header("x-amz-checksum-sha512"))
    static let checksumMD5 = Member<String>("ChecksumMD5", .header("x-amz-checksum-md5"))
    static let checksumXXHASH64 = Member<String>("ChecksumXXHASH64", .header("x-amz-checksum-xxhash64"))
    static let checksumXXHASH3 = Member<String>("ChecksumXXHASH3", .header("x-amz-checksum-xxhash3"))
    static let checksumXXHASH128 = Member<String>("ChecksumXXHASH128", .header("x-amz-checksum-xxhash128"))
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let serverSideEncryption = Member<String>(
      "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"))
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"))
    static let sseKMSKeyID = Member<String>("SSEKMSKeyId", .header("x-amz-server-side-encryption-aws-kms-key-id"))
    static let sseKMSEncryptionContext = Member<String>(
      "SSEKMSEncryptionContext", .header("x-amz-server-side-encryption-context"))
    static let bucketKeyEnabled = Member<Bool>(
      "BucketKeyEnabled", .header("x-amz-server-side-encryption-bucket-key-enabled"))
    static let size = Member<Int>("Size", .header("x-amz-object-size"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "PutObjectOutput", expiration, eTag, checksumCRC32, checksumCRC32C, checksumCRC64NVME, checksumSHA1,
      checksumSHA256, checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3, checksumXXHASH128, checksumType,
      serverSideEncryption, versionID, sseCustomerAlgorithm, sseCustomerKeyMD5, sseKMSKeyID, sseKMSEncryptionContext,
      bucketKeyEnabled, size, requestCharged)
  }

  static func receiver(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> any BodyReceiver {
    _ = try plan(input, service)
    guard let head = request.head else { throw AWSError.missingContentLength() }
    let expectation = try BodyExpectation(head, limit: S3Service.objectLimit)
    return BodySpool(
      expectation, [expectation.algorithm ?? .crc64nvme], signed: request.signedBody, memoryLimit: BodySpool.inMemory,
      blobs: service.blobs, loop: service.loop)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    if let spool = request.body as? BodySpool {
      guard let result = spool.result else { throw AWSError.incompleteBody() }
      return .now(try write(result, input, request, service))
    }
    // From inside of the emulator the body is there already.
    _ = try plan(input, service)
    let bytes = input[Input.body]?.bytes ?? []
    if bytes.count <= BodySpool.inMemory {
      let digest = BodyDigest.of(bytes, [.crc64nvme])
      return .now(try write(BodySpool.Result(digest: digest, content: .bytes(bytes)), input, request, service))
    }
    let blobs = service.blobs
    return .later {
      let outcome = await blobs.threads.run { BodyCopy.write(.bytes(bytes), [.crc64nvme], to: blobs) }
      return { () throws(AWSError) -> Answer<Output> in .now(try write(outcome.get(), input, request, service)) }
    }
  }

  /// Everything about the object that its head tells, and where it goes.
  private struct Plan {
    var bucket: StoredBucket
    var headers: ObjectHeaders
    var tags: ObjectTags?
    var storageClass: String
  }

  private static func plan(_ input: Values<Input>, _ service: S3Service) throws(AWSError) -> Plan {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    try S3Service.checkKey(input[Input.key])
    try Precondition.checkForm(ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch])
    let tags = try input[Input.tagging].map { (text: String) throws(AWSError) in try ObjectTags(header: text) }
    return Plan(
      bucket: bucket, headers: try ObjectHeaders(input), tags: tags,
      storageClass: try S3Service.storageClass(input[Input.storageClass]))
  }

  private static func write(
    _ body: BodySpool.Result, _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    // The bucket may be gone, or the object changed, since the body began to come.
    let plan = try plan(input, service)
    let key = input[Input.key]
    let newest = try service.store.current(plan.bucket, key)
    try Precondition.checkWrite(
      ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch], existing: newest, key: key)
    let now = service.now
    let etag = Hex.encode(body.digest.md5)
    guard let computed = body.digest.checksums.first else { throw AWSError.internal("no checksum was computed") }
    let checksum = Checksum(
      algorithm: computed.algorithm, type: .fullObject, text: Base64.encode(computed.bytes))
    let content: NewObject.Content =
      switch body.content {
      case .bytes(let bytes): .bytes(bytes)
      case .file(let file): .body(try service.store.createBody(file, body.digest, now: now))
      }
    let version = try service.store.put(
      NewObject(
        modified: now, size: body.digest.size, etag: etag, storageClass: plan.storageClass, checksum: checksum,
        owner: request.account, headers: plan.headers.stored, tags: plan.tags?.stored ?? "", attributes: "",
        content: content),
      plan.bucket, key, over: newest)
    let event = S3Event(
      name: request.head?.method == "POST" ? .post : .put, key: key, size: body.digest.size, etag: etag,
      versionID: version)
    try service.tell(event, in: plan.bucket, request)
    let expiration = service.expiration(
      of: key, size: body.digest.size, tags: plan.tags?.stored ?? "", storageClass: plan.storageClass, modified: now,
      in: plan.bucket)
    return .with {
      $0[Output.expiration] = expiration
      $0[Output.eTag] = "\"\(etag)\""
      $0[Output.versionID] = version
      $0[Output.member(checksum.algorithm)] = checksum.text
      $0[Output.checksumType] = checksum.type.name
      $0[Output.serverSideEncryption] = "AES256"
    }
  }
}
