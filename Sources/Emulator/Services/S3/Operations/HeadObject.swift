import Protocols
import Runtime

/// What GetObject would answer, without the bytes.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
enum HeadObject: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding(
    "HEAD", "/{Bucket}/{Key+}", statusWhen: HTTPBinding.StatusWhen(field: "Content-Range", status: 206))

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let ifMatch = Member<String>("IfMatch", .header("If-Match"))
    static let ifModifiedSince = Member<Timestamp>("IfModifiedSince", .header("If-Modified-Since"))
    static let ifNoneMatch = Member<String>("IfNoneMatch", .header("If-None-Match"))
    static let ifUnmodifiedSince = Member<Timestamp>("IfUnmodifiedSince", .header("If-Unmodified-Since"))
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let range = Member<String>("Range", .header("Range"))
    static let responseCacheControl = Member<String>("ResponseCacheControl", .query("response-cache-control"))
    static let responseContentDisposition = Member<String>(
      "ResponseContentDisposition", .query("response-content-disposition"))
    static let responseContentEncoding = Member<String>("ResponseContentEncoding", .query("response-content-encoding"))
    static let responseContentLanguage = Member<String>("ResponseContentLanguage", .query("response-content-language"))
    static let responseContentType = Member<String>("ResponseContentType", .query("response-content-type"))
    static let responseExpires = Member<Timestamp>("ResponseExpires", .query("response-expires"), .timestamp(.httpDate))
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"), .notEmulated)
    static let sseCustomerKey = Member<String>(
      "SSECustomerKey", .header("x-amz-server-side-encryption-customer-key"), .notEmulated)
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"), .notEmulated)
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let partNumber = Member<Int32>("PartNumber", .query("partNumber"))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let checksumMode = Member<String>(
      "ChecksumMode", .values(S3Values.checksumMode), .header("x-amz-checksum-mode"))
    static let shape = structure(
      "HeadObjectRequest", bucket, ifMatch, ifModifiedSince, ifNoneMatch, ifUnmodifiedSince, key, range,
      responseCacheControl, responseContentDisposition, responseContentEncoding, responseContentLanguage,
      responseContentType, responseExpires, versionID, sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5,
      requestPayer, partNumber, expectedBucketOwner, checksumMode)
  }
  enum Output: StructureShape, ChecksumMembers, ObjectHeaderMembers {
    static let deleteMarker = Member<Bool>("DeleteMarker", .header("x-amz-delete-marker"))
    static let acceptRanges = Member<String>("AcceptRanges", .header("accept-ranges"))
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let restore = Member<String>("Restore", .header("x-amz-restore"))
    static let archiveStatus = Member<String>(
      "ArchiveStatus", .values(S3Values.archiveStatus), .header("x-amz-archive-status"))
    static let lastModified = Member<Timestamp>("LastModified", .header("Last-Modified"))
    static let contentLength = Member<Int>("ContentLength", .header("Content-Length"))
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
    static let eTag = Member<String>("ETag", .header("ETag"))
    static let missingMeta = Member<Int32>("MissingMeta", .header("x-amz-missing-meta"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let cacheControl = Member<String>("CacheControl", .header("Cache-Control"))
    static let contentDisposition = Member<String>("ContentDisposition", .header("Content-Disposition"))
    static let contentEncoding = Member<String>("ContentEncoding", .header("Content-Encoding"))
    static let contentLanguage = Member<String>("ContentLanguage", .header("Content-Language"))
    static let contentType = Member<String>("ContentType", .header("Content-Type"))
    static let contentRange = Member<String>("ContentRange", .header("Content-Range"))
    static let expires = Member<String>("Expires", .header("Expires"))
    static let websiteRedirectLocation = Member<String>(
      "WebsiteRedirectLocation", .header("x-amz-website-redirect-location"))
    static let serverSideEncryption = Member<String>(
      "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"))
    static let metadata = Member<[String: String]>("Metadata", .prefixHeaders("x-amz-meta-"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"))
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"))
    static let sseKMSKeyID = Member<String>("SSEKMSKeyId", .header("x-amz-server-side-encryption-aws-kms-key-id"))
    static let bucketKeyEnabled = Member<Bool>(
      "BucketKeyEnabled", .header("x-amz-server-side-encryption-bucket-key-enabled"))
    static let storageClass = Member<String>(
      "StorageClass", .values(S3Values.storageClass), .header("x-amz-storage-class"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let replicationStatus = Member<String>(
      "ReplicationStatus", .values(S3Values.replicationStatus), .header("x-amz-replication-status"))
    static let partsCount = Member<Int32>("PartsCount", .header("x-amz-mp-parts-count"))
    static let tagCount = Member<Int32>("TagCount", .header("x-amz-tagging-count"))
    static let objectLockMode = Member<String>(
      "ObjectLockMode", .values(S3Values.objectLockMode), .header("x-amz-object-lock-mode"))
    static let objectLockRetainUntilDate = Member<Timestamp>(
      "ObjectLockRetainUntilDate", .header("x-amz-object-lock-retain-until-date"), .timestamp(.dateTime))
    static let objectLockLegalHoldStatus = Member<String>(
      "ObjectLockLegalHoldStatus", .values(S3Values.objectLockLegalHoldStatus), .header("x-amz-object-lock-legal-hold"))
    static let shape = structure(
      "HeadObjectOutput", deleteMarker, acceptRanges, expiration, restore, archiveStatus, lastModified, contentLength,
      checksumCRC32, checksumCRC32C, checksumCRC64NVME, checksumSHA1, checksumSHA256, checksumSHA512, checksumMD5,
      checksumXXHASH64, checksumXXHASH3, checksumXXHASH128, checksumType, eTag, missingMeta, versionID, cacheControl,
      contentDisposition, contentEncoding, contentLanguage, contentType, contentRange, expires, websiteRedirectLocation,
      serverSideEncryption, metadata, sseCustomerAlgorithm, sseCustomerKeyMD5, sseKMSKeyID, bucketKeyEnabled,
      storageClass, requestCharged, replicationStatus, partsCount, tagCount, objectLockMode, objectLockRetainUntilDate,
      objectLockLegalHoldStatus)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    let object = try service.object(bucket, key, version: input[Input.versionID], method: "HEAD")
    let precondition = Precondition(
      ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch],
      ifModifiedSince: input[Input.ifModifiedSince], ifUnmodifiedSince: input[Input.ifUnmodifiedSince])
    try precondition.checkRead(object)
    let selection = try ObjectSelection(
      of: object, range: input[Input.range], part: input[Input.partNumber].map { Int($0) }, service.store)

    var output = Values<Output>()
    ObjectHeaders(stored: object.headers).write(to: &output)
    if let value = input[Input.responseContentType] { output[Output.contentType] = value }
    if let value = input[Input.responseCacheControl] { output[Output.cacheControl] = value }
    if let value = input[Input.responseContentDisposition] { output[Output.contentDisposition] = value }
    if let value = input[Input.responseContentEncoding] { output[Output.contentEncoding] = value }
    if let value = input[Input.responseContentLanguage] { output[Output.contentLanguage] = value }
    if let value = input[Input.responseExpires] { output[Output.expires] = value.httpDate() }
    output[Output.acceptRanges] = "bytes"
    output[Output.contentLength] = selection.range.count
    output[Output.lastModified] = Timestamp(seconds: object.modified.seconds)
    output[Output.eTag] = object.quotedETag
    output[Output.versionID] = bucket.shownVersion(object)
    if !input.has(Input.versionID) { output[Output.expiration] = service.expiration(of: object, key, in: bucket) }
    output[Output.serverSideEncryption] = "AES256"
    output[Output.contentRange] = selection.contentRange
    output[Output.partsCount] = selection.partCount.map { Int32($0) }
    if object.storageClass != "STANDARD" { output[Output.storageClass] = object.storageClass }
    if !object.tags.isEmpty { output[Output.tagCount] = Int32(ObjectTags(stored: object.tags).pairs.count) }
    if input[Input.checksumMode] == "ENABLED", let checksum = selection.checksum {
      output[Output.member(checksum.algorithm)] = checksum.text
      output[Output.checksumType] = checksum.type.name
    }
    return .now(output)
  }
}
