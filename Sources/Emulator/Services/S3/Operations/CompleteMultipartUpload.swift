import Protocols
import Runtime

/// Makes an object of an upload's parts. Nothing is copied: the object names the body that the parts are in.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
enum CompleteMultipartUpload: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("POST", "/{Bucket}/{Key+}", queryKeys: ["uploadId"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let multipartUpload = Member<Values<CompletedMultipartUpload>>(
      "MultipartUpload", .payload, .xmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", prefix: nil))
    static let uploadID = Required<String>("UploadId", .query("uploadId"))
    static let checksums = ChecksumSet<Input>(.headers)
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let mpuObjectSize = Member<Int>("MpuObjectSize", .header("x-amz-mp-object-size"))
    static let ifMatch = Member<String>("IfMatch", .header("If-Match"))
    static let ifNoneMatch = Member<String>("IfNoneMatch", .header("If-None-Match"))
    static let customerKey = CustomerKeySet<Input>()
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "CompleteMultipartUploadRequest",
      [bucket, key, multipartUpload, uploadID] + checksums.all
        + [checksumType, mpuObjectSize, requestPayer, expectedBucketOwner, ifMatch, ifNoneMatch] + customerKey.all)
  }
  enum Output: StructureShape {
    static let location = Member<String>("Location")
    static let bucket = Member<String>("Bucket")
    static let key = Member<String>("Key", .atLeast(1))
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let eTag = Member<String>("ETag")
    static let checksums = ChecksumSet<Output>(.elements)
    static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
    static let encryption = EncryptionSet<Output>()
    static let customerKey = CustomerKeySet<Output>(beyondModel: true)
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "CompleteMultipartUploadOutput", xmlName: "CompleteMultipartUploadResult",
      [location, bucket, key, expiration, eTag, checksumType, versionID, requestCharged] + checksums.all
        + encryption.withoutContext + customerKey.answered)
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
    let attributes = ObjectAttributes(stored: upload.attributes)
    try CustomerKey.check(CustomerKey(Input.customerKey, input), ofUpload: attributes)
    let asked = input[Input.multipartUpload]?[CompletedMultipartUpload.parts] ?? []
    if asked.isEmpty { throw AWSError.malformedXML() }
    let existing = try service.store.current(bucket, key)
    if upload.isCompleted {
      // Said once more, as a client does that missed the first answer.
      guard let existing, existing.body == upload.body else { throw AWSError.noSuchUpload(name) }
      return .now(answer(existing.etag, existing.checksum, bucket.shownVersion(existing), attributes, input, request))
    }
    try Precondition.checkWrite(
      ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch], existing: existing, key: key)
    // What came between the upload's beginning and its end was not known to who began it.
    if input[Input.ifMatch] != nil, let existing, existing.modified > upload.initiated {
      throw AWSError.conditionalConflict("If-Match", key)
    }
    if input[Input.ifNoneMatch] != nil, upload.sawDeletion { throw AWSError.conditionalConflict("If-None-Match", key) }

    try checkOrder(asked, upload)
    // A checksum of the whole is judged first, and then those of the parts need not be there.
    let tellsWhole = input.has(Input.checksums[upload.partAlgorithm])
    let assembly = try assemble(asked, upload, needsChecksums: !tellsWhole, service)
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
    var output = answer(assembly.etag, checksum, version, attributes, input, request)
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
    _ asked: [Values<CompletedPart>], _ upload: StoredUpload, needsChecksums: Bool, _ service: S3Service
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
      try check(part, found, etag, upload, isNeeded: needsChecksums)
      // Only the last part may be small, and this one was not it.
      if let small { throw tooSmall(small) }
      if found.size < leastPartSize { small = found }
      assembly.add(found)
    }
    while let part = try nextStored() { unused.append(part) }
    for part in unused { try service.store.removePart(part, of: upload.body) }
    return assembly
  }

  /// The checksum that the client has of a part. `isNeeded`: where it chose the algorithm and the checksums of the parts
  /// make that of the whole, each must be there.
  private static func check(
    _ part: Values<CompletedPart>, _ found: StoredPart, _ etag: String, _ upload: StoredUpload, isNeeded: Bool
  ) throws(AWSError) {
    let name = upload.partAlgorithm.name.lowercased()
    guard let text = part[CompletedPart.checksums[upload.partAlgorithm]] else {
      guard isNeeded, upload.algorithm != nil, upload.checksumType == .composite else { return }
      throw AWSError.invalidRequest(
        "The upload was created using a \(name) checksum. The complete request must include the checksum for each part. "
          + "It was missing for part \(found.number) in the request.")
    }
    if text == Base64.encode(found.checksum) { return }
    guard upload.algorithm != nil else { throw AWSError.invalidPart(upload.name, found.number, etag) }
    throw AWSError(
      "BadDigest", "The \(name) you specified for part \(found.number) did not match what we received.")
  }

  /// The checksum that the client has of the whole.
  private static func check(
    _ checksum: Checksum, against input: Values<Input>, _ upload: StoredUpload
  ) throws(AWSError) {
    let mode = upload.algorithm == nil ? "null" : checksum.type.name
    if let type = input[Input.checksumType], type != mode {
      throw AWSError.invalidRequest(
        "The upload was created using the \(mode) checksum mode. The complete request must use the same "
          + "checksum mode.")
    }
    for algorithm in ChecksumAlgorithm.allCases {
      guard let given = input[Input.checksums[algorithm]] else { continue }
      guard algorithm == checksum.algorithm else {
        throw AWSError.invalidRequest(
          "Checksum Type mismatch occurred, expected checksum Type: \(checksum.algorithm.name.lowercased()), actual "
            + "checksum Type: \(algorithm.name.lowercased())")
      }
      // A composite one may come without its number of parts.
      let whole = given == checksum.text || checksum.text.hasPrefix(given + "-")
      if !whole {
        throw AWSError(
          "BadDigest", "The \(algorithm.name.lowercased()) you specified did not match the calculated checksum.")
      }
    }
  }

  private static func answer(
    _ etag: String, _ checksum: Checksum?, _ version: String?, _ attributes: ObjectAttributes, _ input: Values<Input>,
    _ request: RequestContext
  ) -> Values<Output> {
    .with {
      $0[Output.location] =
        "\(request.endpoint)/\(input[Input.bucket])/\(PercentEncoding.encode(input[Input.key], keepingSlash: true))"
      $0[Output.bucket] = input[Input.bucket]
      $0[Output.key] = input[Input.key]
      $0[Output.eTag] = "\"\(etag)\""
      Output.encryption.write(attributes, to: &$0)
      Output.customerKey.write(attributes, to: &$0)
      $0[Output.versionID] = version
      if let checksum {
        $0[Output.checksums[checksum.algorithm]] = checksum.text
        $0[Output.checksumType] = checksum.type.name
      }
    }
  }
}

enum CompletedMultipartUpload: StructureShape {
  static let parts = Member<[Values<CompletedPart>]>("Parts", .xmlName("Part"), .flattened)
  static let shape = structure("CompletedMultipartUpload", xmlName: "CompleteMultipartUpload", [parts])
}

enum CompletedPart: StructureShape {
  static let eTag = Member<String>("ETag")
  static let checksums = ChecksumSet<Self>(.elements)
  static let partNumber = Member<Int32>("PartNumber")
  static let shape = structure("CompletedPart", [eTag, partNumber] + checksums.all)
}
