import Protocols
import Runtime
import Storage

/// Takes one part of an upload from an object that is there, whole or a range of it. A worker reads, hashes and writes.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
enum UploadPartCopy: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding(
    "PUT", "/{Bucket}/{Key+}", queryKeys: ["partNumber", "uploadId"], header: "x-amz-copy-source")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let copySource = Required<String>("CopySource", .pattern(#"\/?.+\/.+"#), .header("x-amz-copy-source"))
    static let copySourceIfMatch = Member<String>("CopySourceIfMatch", .header("x-amz-copy-source-if-match"))
    static let copySourceIfModifiedSince = Member<Timestamp>(
      "CopySourceIfModifiedSince", .header("x-amz-copy-source-if-modified-since"))
    static let copySourceIfNoneMatch = Member<String>(
      "CopySourceIfNoneMatch", .header("x-amz-copy-source-if-none-match"))
    static let copySourceIfUnmodifiedSince = Member<Timestamp>(
      "CopySourceIfUnmodifiedSince", .header("x-amz-copy-source-if-unmodified-since"))
    static let copySourceRange = Member<String>("CopySourceRange", .header("x-amz-copy-source-range"))
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let partNumber = Required<Int32>("PartNumber", .query("partNumber"))
    static let uploadID = Required<String>("UploadId", .query("uploadId"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"), .notEmulated)
    static let sseCustomerKey = Member<String>(
      "SSECustomerKey", .header("x-amz-server-side-encryption-customer-key"), .notEmulated)
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"), .notEmulated)
    static let copySourceSSECustomerAlgorithm = Member<String>(
      "CopySourceSSECustomerAlgorithm", .header("x-amz-copy-source-server-side-encryption-customer-algorithm"),
      .notEmulated)
    static let copySourceSSECustomerKey = Member<String>(
      "CopySourceSSECustomerKey", .header("x-amz-copy-source-server-side-encryption-customer-key"), .notEmulated)
    static let copySourceSSECustomerKeyMD5 = Member<String>(
      "CopySourceSSECustomerKeyMD5", .header("x-amz-copy-source-server-side-encryption-customer-key-MD5"), .notEmulated)
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let expectedSourceBucketOwner = Member<String>(
      "ExpectedSourceBucketOwner", .header("x-amz-source-expected-bucket-owner"))
    static let shape = structure(
      "UploadPartCopyRequest", bucket, copySource, copySourceIfMatch, copySourceIfModifiedSince, copySourceIfNoneMatch,
      copySourceIfUnmodifiedSince, copySourceRange, key, partNumber, uploadID, sseCustomerAlgorithm, sseCustomerKey,
      sseCustomerKeyMD5, copySourceSSECustomerAlgorithm, copySourceSSECustomerKey, copySourceSSECustomerKeyMD5,
      requestPayer, expectedBucketOwner, expectedSourceBucketOwner)
  }
  enum Output: StructureShape {
    static let copySourceVersionID = Member<String>("CopySourceVersionId", .header("x-amz-copy-source-version-id"))
    static let copyPartResult = Member<Values<CopyPartResult>>("CopyPartResult", .payload)
    static let serverSideEncryption = Member<String>(
      "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"))
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"))
    static let sseKMSKeyID = Member<String>("SSEKMSKeyId", .header("x-amz-server-side-encryption-aws-kms-key-id"))
    static let bucketKeyEnabled = Member<Bool>(
      "BucketKeyEnabled", .header("x-amz-server-side-encryption-bucket-key-enabled"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "UploadPartCopyOutput", copySourceVersionID, copyPartResult, serverSideEncryption, sseCustomerAlgorithm,
      sseCustomerKeyMD5, sseKMSKeyID, bucketKeyEnabled, requestCharged)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let upload = try upload(input, service)
    let from = try CopySource(input[Input.copySource])
    let bucket = try service.bucket(from.bucket, owner: input[Input.expectedSourceBucketOwner])
    let source = try service.object(bucket, from.key, version: from.version)
    let precondition = Precondition(
      ifMatch: input[Input.copySourceIfMatch], ifNoneMatch: input[Input.copySourceIfNoneMatch],
      ifModifiedSince: input[Input.copySourceIfModifiedSince],
      ifUnmodifiedSince: input[Input.copySourceIfUnmodifiedSince])
    try precondition.checkCopySource(source)
    if source.isArchived(request.now) { throw AWSError.invalidObjectState(source) }
    var range = 0..<source.size
    if let text = input[Input.copySourceRange] { range = try ByteRange.parse(copy: text, size: source.size) }
    if range.count > S3Service.objectLimit {
      throw AWSError.invalidRequest(
        "The specified copy source is larger than the maximum allowable size for a copy source: "
          + "\(S3Service.objectLimit)")
    }
    let content = try service.store.content(of: source, range)
    let algorithm = upload.partAlgorithm
    // The source's files stay until they were read, whatever becomes of it.
    let hold = LoopOnly(source.body.map { BodyHold($0, service.store) })
    let blobs = service.blobs
    let shownVersion = bucket.shownVersion(source)
    return .later {
      let outcome = await blobs.threads.run { BodyCopy.write(content, [algorithm], to: blobs) }
      return { () throws(AWSError) -> Answer<Output> in
        hold.value?.end()
        var answer = try write(outcome.get(), input, service)
        answer[Output.copySourceVersionID] = shownVersion
        return .now(answer)
      }
    }
  }

  private static func upload(_ input: Values<Input>, _ service: S3Service) throws(AWSError) -> StoredUpload {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let number = Int(input[Input.partNumber])
    guard (1...10_000).contains(number) else { throw AWSError.invalidPartNumber(number) }
    return try service.openUpload(input[Input.uploadID], bucket, input[Input.key])
  }

  private static func write(
    _ body: BodySpool.Result, _ input: Values<Input>, _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    let upload = try upload(input, service)
    var file: BlobWriter?
    if case .file(let written) = body.content, body.digest.size > 0 { file = written }
    let now = service.now
    try service.uploads.setPart(Int(input[Input.partNumber]), file, body.digest, of: upload, now: now)
    return .with {
      $0[Output.serverSideEncryption] = "AES256"
      $0[Output.copyPartResult] = .with {
        $0[CopyPartResult.eTag] = "\"\(Hex.encode(body.digest.md5))\""
        $0[CopyPartResult.lastModified] = Timestamp(seconds: now.seconds)
        if upload.algorithm != nil, let shown = body.digest.checksums.first {
          $0[CopyPartResult.member(shown.algorithm)] = Base64.encode(shown.bytes)
        }
      }
    }
  }
}

enum CopyPartResult: StructureShape, ChecksumMembers {
  static let eTag = Member<String>("ETag")
  static let lastModified = Member<Timestamp>("LastModified")
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
    "CopyPartResult", eTag, lastModified, checksumCRC32, checksumCRC32C, checksumCRC64NVME, checksumSHA1,
    checksumSHA256, checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3, checksumXXHASH128)
}
