import Protocols
import Runtime

/// Begins an upload in parts; the object's head is given now, its bytes later.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
enum CreateMultipartUpload: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("POST", "/{Bucket}/{Key+}?uploads")

  enum Input: ObjectWriteMembers {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let headers = HeaderSet<Input>()
    static let encryption = EncryptionSet<Input>(refuses: true)
    static let customerKey = CustomerKeySet<Input>()
    static let lock = LockSet<Input>()
    static let grants = GrantSet<Input>(canned: S3Values.objectCannedACL, hasWrite: false)
    static let tagging = Member<String>("Tagging", .header("x-amz-tagging"))
    static let storageClass = Member<String>(
      "StorageClass", .values(S3Values.storageClass), .header("x-amz-storage-class"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-checksum-algorithm"))
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "CreateMultipartUploadRequest",
      [bucket, key] + grants.all + headers.all + encryption.all + customerKey.all + lock.all
        + [storageClass, tagging, checksumAlgorithm, checksumType, requestPayer, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let abortDate = Member<Timestamp>("AbortDate", .header("x-amz-abort-date"))
    static let abortRuleID = Member<String>("AbortRuleId", .header("x-amz-abort-rule-id"))
    static let bucket = Member<String>("Bucket")
    static let key = Member<String>("Key", .atLeast(1))
    static let uploadID = Member<String>("UploadId")
    static let encryption = EncryptionSet<Output>()
    static let customerKey = CustomerKeySet<Output>()
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-checksum-algorithm"))
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let shape = structure(
      "CreateMultipartUploadOutput", xmlName: "InitiateMultipartUploadResult",
      [abortDate, abortRuleID, bucket, key, uploadID, requestCharged, checksumAlgorithm, checksumType]
        + encryption.all + customerKey.answered)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    try S3Service.checkKey(key)
    let description = try ObjectDescription(input, bucket, request, service)
    let algorithm = input[Input.checksumAlgorithm].flatMap { ChecksumAlgorithm(name: $0) }
    let type = try checksumType(algorithm, input[Input.checksumType])
    let name = try service.uploads.create(
      bucket, key, storageClass: description.storageClass, algorithm: algorithm, type: type,
      headers: description.headers.stored, tags: description.tags, owner: description.owner,
      attributes: description.attributes.stored, now: request.now)
    return .now(
      .with {
        $0[Output.bucket] = bucket.name
        $0[Output.key] = key
        $0[Output.uploadID] = name
        Output.encryption.write(description.attributes, to: &$0)
        Output.customerKey.write(description.attributes, to: &$0)
        if let algorithm {
          $0[Output.checksumAlgorithm] = algorithm.name
          $0[Output.checksumType] = type.name
        }
      })
  }

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
    case .sha1, .sha256, .sha512, .md5, .xxhash64, .xxhash3, .xxhash128:
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
