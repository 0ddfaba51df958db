import Protocols
import Runtime
import Storage

/// Takes one part of an upload; the last one of a number counts.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
enum UploadPart: BodyStreamingOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}", queryKeys: ["partNumber", "uploadId"])

  enum Input: StructureShape, ChecksumMembers {
    static let body = Member<Blob>("Body", .payload, .streaming)
    static let bucket = Required<String>("Bucket", .label)
    static let contentLength = Member<Int>("ContentLength", .header("Content-Length"))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
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
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let partNumber = Required<Int32>("PartNumber", .query("partNumber"))
    static let uploadID = Required<String>("UploadId", .query("uploadId"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"), .notEmulated)
    static let sseCustomerKey = Member<String>(
      "SSECustomerKey", .header("x-amz-server-side-encryption-customer-key"), .notEmulated)
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"), .notEmulated)
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "UploadPartRequest", body, bucket, contentLength, contentMD5, checksumAlgorithm, checksumCRC32, checksumCRC32C,
      checksumCRC64NVME, checksumSHA1, checksumSHA256, checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3,
      checksumXXHASH128, key, partNumber, uploadID, sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5,
      requestPayer, expectedBucketOwner)
  }
  enum Output: StructureShape, ChecksumMembers {
    static let serverSideEncryption = Member<String>(
      "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"))
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
      "UploadPartOutput", serverSideEncryption, eTag, checksumCRC32, checksumCRC32C, checksumCRC64NVME, checksumSHA1,
      checksumSHA256, checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3, checksumXXHASH128,
      sseCustomerAlgorithm, sseCustomerKeyMD5, sseKMSKeyID, bucketKeyEnabled, requestCharged)
  }

  static func receiver(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> any BodyReceiver {
    let upload = try upload(input, service)
    guard let head = request.head else { throw AWSError.missingContentLength() }
    let expectation = try BodyExpectation(head, limit: S3Service.objectLimit)
    if let asked = upload.algorithm, let sent = expectation.algorithm, asked != sent {
      throw AWSError.invalidRequest(
        "Checksum Type mismatch occurred, expected checksum Type: \(asked.name.lowercased()), actual checksum Type: "
          + sent.name.lowercased())
    }
    return BodySpool(
      expectation, [upload.partAlgorithm], signed: request.signedBody, memoryLimit: 0, blobs: service.blobs,
      loop: service.loop)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    if let spool = request.body as? BodySpool {
      guard let result = spool.result else { throw AWSError.incompleteBody() }
      return .now(try write(result, input, service))
    }
    // From inside of the emulator the body is there already.
    let algorithm = try upload(input, service).partAlgorithm
    let bytes = input[Input.body]?.bytes ?? []
    let blobs = service.blobs
    return .later {
      let outcome = await blobs.threads.run { BodyCopy.write(.bytes(bytes), [algorithm], to: blobs) }
      return { () throws(AWSError) -> Answer<Output> in .now(try write(outcome.get(), input, service)) }
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
    try service.uploads.setPart(Int(input[Input.partNumber]), file, body.digest, of: upload, now: service.now)
    return .with {
      $0[Output.eTag] = "\"\(Hex.encode(body.digest.md5))\""
      $0[Output.serverSideEncryption] = "AES256"
      // What the client asked for comes last; without a wish the upload's own.
      if let shown = body.digest.checksums.last {
        $0[Output.member(shown.algorithm)] = Base64.encode(shown.bytes)
      }
    }
  }
}

extension S3Service {
  /// An upload that still takes parts.
  func openUpload(_ name: String, _ bucket: StoredBucket, _ key: String) throws(AWSError) -> StoredUpload {
    guard let upload = try uploads.upload(name, bucket, key), !upload.isCompleted else {
      throw AWSError.noSuchUpload(name)
    }
    return upload
  }
}
