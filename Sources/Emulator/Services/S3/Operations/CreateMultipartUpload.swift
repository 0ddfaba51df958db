import Protocols
import Runtime

/// Begins an upload in parts; the object's head is given now, its bytes later.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
enum CreateMultipartUpload: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("POST", "/{Bucket}/{Key+}?uploads")

  enum Input: StructureShape, ObjectHeaderMembers {
    static let acl = Member<String>(
      "ACL", .values(S3Values.objectCannedACL), .header("x-amz-acl"),
      .emulatedOnly(["private", "bucket-owner-full-control"]))
    static let bucket = Required<String>("Bucket", .label)
    static let cacheControl = Member<String>("CacheControl", .header("Cache-Control"))
    static let contentDisposition = Member<String>("ContentDisposition", .header("Content-Disposition"))
    static let contentEncoding = Member<String>("ContentEncoding", .header("Content-Encoding"))
    static let contentLanguage = Member<String>("ContentLanguage", .header("Content-Language"))
    static let contentType = Member<String>("ContentType", .header("Content-Type"))
    static let expires = Member<String>("Expires", .header("Expires"))
    static let grantFullControl = Member<String>("GrantFullControl", .header("x-amz-grant-full-control"), .notEmulated)
    static let grantRead = Member<String>("GrantRead", .header("x-amz-grant-read"), .notEmulated)
    static let grantReadACP = Member<String>("GrantReadACP", .header("x-amz-grant-read-acp"), .notEmulated)
    static let grantWriteACP = Member<String>("GrantWriteACP", .header("x-amz-grant-write-acp"), .notEmulated)
    static let key = Required<String>("Key", .atLeast(1), .label)
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
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-checksum-algorithm"),
      .emulatedOnly(["CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"]))
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let shape = structure(
      "CreateMultipartUploadRequest", acl, bucket, cacheControl, contentDisposition, contentEncoding, contentLanguage,
      contentType, expires, grantFullControl, grantRead, grantReadACP, grantWriteACP, key, metadata,
      serverSideEncryption, storageClass, websiteRedirectLocation, sseCustomerAlgorithm, sseCustomerKey,
      sseCustomerKeyMD5, sseKMSKeyID, sseKMSEncryptionContext, bucketKeyEnabled, requestPayer, tagging, objectLockMode,
      objectLockRetainUntilDate, objectLockLegalHoldStatus, expectedBucketOwner, checksumAlgorithm, checksumType)
  }
  enum Output: StructureShape {
    static let abortDate = Member<Timestamp>("AbortDate", .header("x-amz-abort-date"))
    static let abortRuleID = Member<String>("AbortRuleId", .header("x-amz-abort-rule-id"))
    static let bucket = Member<String>("Bucket")
    static let key = Member<String>("Key", .atLeast(1))
    static let uploadID = Member<String>("UploadId")
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
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-checksum-algorithm"))
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let shape = structure(
      "CreateMultipartUploadOutput", xmlName: "InitiateMultipartUploadResult",
      [
        abortDate, abortRuleID, bucket, key, uploadID, serverSideEncryption, sseCustomerAlgorithm, sseCustomerKeyMD5,
        sseKMSKeyID, sseKMSEncryptionContext, bucketKeyEnabled, requestCharged, checksumAlgorithm, checksumType,
      ])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    try S3Service.checkKey(key)
    let headers = try ObjectHeaders(input)
    let tags = try input[Input.tagging].map { (text: String) throws(AWSError) in try ObjectTags(header: text) }
    let storageClass = try S3Service.storageClass(input[Input.storageClass])
    let algorithm = input[Input.checksumAlgorithm].flatMap { ChecksumAlgorithm(name: $0) }
    let type = try checksumType(algorithm, input[Input.checksumType])
    let name = service.ids.text(128, of: letters)
    try service.uploads.create(
      name, bucket, key, storageClass: storageClass, algorithm: algorithm, type: type, headers: headers.stored,
      tags: tags?.stored ?? "", owner: request.account, attributes: "", now: request.now)
    return .now(
      .with {
        $0[Output.bucket] = bucket.name
        $0[Output.key] = key
        $0[Output.uploadID] = name
        $0[Output.serverSideEncryption] = "AES256"
        if let algorithm {
          $0[Output.checksumAlgorithm] = algorithm.name
          $0[Output.checksumType] = type.name
        }
      })
  }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._"

  /// Which of the two an algorithm can be, and is where nothing is said
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
  private static func checksumType(
    _ algorithm: ChecksumAlgorithm?, _ asked: String?
  ) throws(AWSError) -> ChecksumType {
    let type = asked.flatMap { ChecksumType(name: $0) }
    guard let algorithm else {
      if type != nil {
        throw AWSError.invalidRequest(
          "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.")
      }
      return .fullObject
    }
    switch algorithm {
    case .crc64nvme:
      if type == .composite { throw refused(.composite, algorithm) }
      return .fullObject
    case .sha1, .sha256:
      if type == .fullObject { throw refused(.fullObject, algorithm) }
      return .composite
    case .crc32, .crc32c: return type ?? .composite
    }
  }

  private static func refused(_ type: ChecksumType, _ algorithm: ChecksumAlgorithm) -> AWSError {
    .invalidRequest(
      "The \(type.name) checksum type cannot be used with the \(algorithm.name.lowercased()) checksum algorithm.")
  }
}
