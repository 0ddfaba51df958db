import Protocols
import Runtime

/// Makes an object of an upload's parts. Nothing is copied: the object names the body that the parts are in.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
enum CompleteMultipartUpload: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("POST", "/{Bucket}/{Key+}", queryKeys: ["uploadId"])

  enum Input: StructureShape, ChecksumMembers {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let multipartUpload = Member<Values<CompletedMultipartUpload>>(
      "MultipartUpload", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let uploadID = Required<String>("UploadId", .query("uploadId"))
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
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let mpuObjectSize = Member<Int>("MpuObjectSize", .header("x-amz-mp-object-size"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let ifMatch = Member<String>("IfMatch", .header("If-Match"))
    static let ifNoneMatch = Member<String>("IfNoneMatch", .header("If-None-Match"))
    static let sseCustomerAlgorithm = Member<String>(
      "SSECustomerAlgorithm", .header("x-amz-server-side-encryption-customer-algorithm"), .notEmulated)
    static let sseCustomerKey = Member<String>(
      "SSECustomerKey", .header("x-amz-server-side-encryption-customer-key"), .notEmulated)
    static let sseCustomerKeyMD5 = Member<String>(
      "SSECustomerKeyMD5", .header("x-amz-server-side-encryption-customer-key-MD5"), .notEmulated)
    static let shape = structure(
      "CompleteMultipartUploadRequest", bucket, key, multipartUpload, uploadID, checksumCRC32, checksumCRC32C,
      checksumCRC64NVME, checksumSHA1, checksumSHA256, checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3,
      checksumXXHASH128, checksumType, mpuObjectSize, requestPayer, expectedBucketOwner, ifMatch, ifNoneMatch,
      sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5)
  }
  enum Output: StructureShape, ChecksumMembers {
    static let location = Member<String>("Location")
    static let bucket = Member<String>("Bucket")
    static let key = Member<String>("Key", .atLeast(1))
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let eTag = Member<String>("ETag")
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
    static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
    static let serverSideEncryption = Member<String>(
      "ServerSideEncryption", .values(S3Values.serverSideEncryption), .header("x-amz-server-side-encryption"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let sseKMSKeyID = Member<String>("SSEKMSKeyId", .header("x-amz-server-side-encryption-aws-kms-key-id"))
    static let bucketKeyEnabled = Member<Bool>(
      "BucketKeyEnabled", .header("x-amz-server-side-encryption-bucket-key-enabled"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "CompleteMultipartUploadOutput", xmlName: "CompleteMultipartUploadResult",
      [
        location, bucket, key, expiration, eTag, checksumCRC32, checksumCRC32C, checksumCRC64NVME, checksumSHA1,
        checksumSHA256, checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3, checksumXXHASH128, checksumType,
        serverSideEncryption, versionID, sseKMSKeyID, bucketKeyEnabled, requestCharged,
      ])
  }

  /// Of every part but the last.
  private static let leastPartSize = 5 << 20

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let key = input[Input.key]
    let name = input[Input.uploadID]
    try Precondition.checkForm(ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch])
    guard let upload = try service.uploads.upload(name, bucket, key) else { throw AWSError.noSuchUpload(name) }
    let asked = input[Input.multipartUpload]?[CompletedMultipartUpload.parts] ?? []
    if asked.isEmpty { throw AWSError.malformedXML() }
    let existing = try service.store.current(bucket, key)
    if upload.isCompleted {
      // Said once more, as a client does that missed the first answer.
      guard let existing, existing.body == upload.body else { throw AWSError.noSuchUpload(name) }
      return .now(answer(existing.etag, existing.checksum, bucket.shownVersion(existing), input, request))
    }
    try Precondition.checkWrite(
      ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch], existing: existing, key: key)

    try checkOrder(asked, upload)
    let assembly = try assemble(asked, upload, service)
    if let expected = input[Input.mpuObjectSize], expected != assembly.size {
      throw AWSError.invalidRequest(
        "The provided 'x-amz-mp-object-size' header value \(expected) does not match what was computed: "
          + "\(assembly.size)")
    }
    let checksum = assembly.checksum(of: upload)
    try check(checksum, against: input, upload)
    let now = service.now
    let version = try service.store.put(
      NewObject(
        modified: now, size: assembly.size, etag: assembly.etag, storageClass: upload.storageClass, checksum: checksum,
        partCount: asked.count, owner: upload.owner, headers: upload.headers, tags: upload.tags,
        attributes: upload.attributes, content: .body(upload.body)),
      bucket, key, over: existing)
    try service.uploads.complete(upload, etag: assembly.etag, checksum: checksum.text, now: now)
    let event = S3Event(
      name: .completeMultipartUpload, key: key, size: assembly.size, etag: assembly.etag, versionID: version)
    try service.tell(event, in: bucket, request)
    var output = answer(assembly.etag, checksum, version, input, request)
    output[Output.expiration] = service.expiration(
      of: key, size: assembly.size, tags: upload.tags, storageClass: upload.storageClass, modified: now, in: bucket)
    return .now(output)
  }

  private static func checkOrder(_ asked: [Values<CompletedPart>], _ upload: StoredUpload) throws(AWSError) {
    var last: Int32 = 0
    for part in asked {
      guard let number = part[CompletedPart.partNumber] else { throw AWSError.malformedXML() }
      guard number > last else {
        throw AWSError(
          "InvalidPartOrder",
          "The list of parts was not in ascending order. Parts must be ordered by part number.",
          elements: [("UploadId", upload.name)])
      }
      last = number
    }
  }

  private static func tooSmall(_ part: StoredPart) -> AWSError {
    AWSError(
      "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
      elements: [
        ("ProposedSize", "\(part.size)"), ("MinSizeAllowed", "\(leastPartSize)"), ("PartNumber", "\(part.number)"),
        ("ETag", Hex.encode(part.md5)),
      ])
  }

  /// Checks the parts that were asked for against those that came, in one walk over both; others are dropped.
  private static func assemble(
    _ asked: [Values<CompletedPart>], _ upload: StoredUpload, _ service: S3Service
  ) throws(AWSError) -> PartAssembly {
    var assembly = PartAssembly(upload)
    var unused: [StoredPart] = []
    var page: ArraySlice<StoredPart> = []
    var behind = 0
    var hasMore = true
    func nextStored() throws(AWSError) -> StoredPart? {
      if page.isEmpty, hasMore {
        page = try service.store.parts(of: upload.body, after: behind, limit: 1000)[...]
        hasMore = page.count == 1000
        if let last = page.last { behind = last.number }
      }
      return page.popFirst()
    }
    var small: StoredPart?
    for part in asked {
      guard let number = part[CompletedPart.partNumber].map({ Int($0) }), let etag = part[CompletedPart.eTag] else {
        throw AWSError.malformedXML()
      }
      var found = try nextStored()
      while let passed = found, passed.number < number {
        unused.append(passed)
        found = try nextStored()
      }
      guard let found, found.number == number, Precondition.matches(etag, Hex.encode(found.md5)), etag != "*" else {
        throw AWSError.invalidPart(upload.name, number, etag)
      }
      if let text = part[CompletedPart.member(upload.partAlgorithm)], text != Base64.encode(found.checksum) {
        throw AWSError.invalidPart(upload.name, number, etag)
      }
      // Only the last part may be small, and this one was not it.
      if let small { throw tooSmall(small) }
      if found.size < leastPartSize { small = found }
      assembly.add(found)
    }
    while let part = try nextStored() { unused.append(part) }
    for part in unused { try service.store.removePart(part, of: upload.body) }
    return assembly
  }

  /// The checksum that the client has of the whole.
  private static func check(
    _ checksum: Checksum, against input: Values<Input>, _ upload: StoredUpload
  ) throws(AWSError) {
    if let type = input[Input.checksumType], type != checksum.type.name {
      throw AWSError.invalidRequest(
        "The upload was created using the \(checksum.type.name) checksum mode. The complete request must use the same "
          + "checksum mode.")
    }
    for algorithm in ChecksumAlgorithm.allCases {
      guard let given = input[Input.member(algorithm)] else { continue }
      guard algorithm == checksum.algorithm else {
        throw AWSError.invalidRequest(
          "Checksum Type mismatch occurred, expected checksum Type: \(checksum.algorithm.name.lowercased()), actual "
            + "checksum Type: \(algorithm.name.lowercased())")
      }
      // A composite one may come without its number of parts.
      let whole = given == checksum.text || checksum.text.hasPrefix(given + "-")
      if !whole { throw AWSError.badChecksum(algorithm) }
    }
  }

  private static func answer(
    _ etag: String, _ checksum: Checksum?, _ version: String?, _ input: Values<Input>, _ request: RequestContext
  ) -> Values<Output> {
    .with {
      $0[Output.location] =
        "\(request.endpoint)/\(input[Input.bucket])/\(PercentEncoding.encode(input[Input.key], keepingSlash: true))"
      $0[Output.bucket] = input[Input.bucket]
      $0[Output.key] = input[Input.key]
      $0[Output.eTag] = "\"\(etag)\""
      $0[Output.serverSideEncryption] = "AES256"
      $0[Output.versionID] = version
      if let checksum {
        $0[Output.member(checksum.algorithm)] = checksum.text
        $0[Output.checksumType] = checksum.type.name
      }
    }
  }
}

enum CompletedMultipartUpload: StructureShape {
  static let parts = Member<[Values<CompletedPart>]>("Parts", .xmlName("Part"), .flattened)
  static let shape = structure("CompletedMultipartUpload", xmlName: "CompleteMultipartUpload", [parts])
}

enum CompletedPart: StructureShape, ChecksumMembers {
  static let eTag = Member<String>("ETag")
  static let checksumCRC32 = Member<String>("ChecksumCRC32")
  static let checksumCRC32C = Member<String>("ChecksumCRC32C")
  static let checksumCRC64NVME = Member<String>("ChecksumCRC64NVME")
  static let checksumSHA1 = Member<String>("ChecksumSHA1")
  static let checksumSHA256 = Member<String>("ChecksumSHA256")
  static let checksumSHA512 = Member<String>("ChecksumSHA512", .notEmulated)
  static let checksumMD5 = Member<String>("ChecksumMD5", .notEmulated)
  static let checksumXXHASH64 = Member<String>("ChecksumXXHASH64", .notEmulated)
  static let checksumXXHASH3 = Member<String>("ChecksumXXHASH3", .notEmulated)
  static let checksumXXHASH128 = Member<String>("ChecksumXXHASH128", .notEmulated)
  static let partNumber = Member<Int32>("PartNumber")
  static let shape = structure(
    "CompletedPart", eTag, checksumCRC32, checksumCRC32C, checksumCRC64NVME, checksumSHA1, checksumSHA256,
    checksumSHA512, checksumMD5, checksumXXHASH64, checksumXXHASH3, checksumXXHASH128, partNumber)
}
