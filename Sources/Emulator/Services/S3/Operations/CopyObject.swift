import Protocols
import Runtime
import Storage

/// Writes a copy of an object. The bytes of a large one are not copied: both objects name the same body. They are read
/// only where the copy needs a hash that the source does not have (its ETag, when the source came in parts).
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
enum CopyObject: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}", header: "x-amz-copy-source")

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
    static let copySource = Required<String>("CopySource", .pattern(#"\/?.+\/.+"#), .header("x-amz-copy-source"))
    static let sourceConditions = ConditionSet<Input>(ofSource: true)
    static let sourceKey = CustomerKeySet<Input>(ofSource: true)
    static let ifMatch = Member<String>("IfMatch", .header("If-Match"))
    static let ifNoneMatch = Member<String>("IfNoneMatch", .header("If-None-Match"))
    static let metadataDirective = Member<String>(
      "MetadataDirective", .values(S3Values.metadataDirective), .header("x-amz-metadata-directive"))
    static let taggingDirective = Member<String>(
      "TaggingDirective", .values(S3Values.taggingDirective), .header("x-amz-tagging-directive"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let expectedSourceBucketOwner = Member<String>(
      "ExpectedSourceBucketOwner", .header("x-amz-source-expected-bucket-owner"))
    static let shape = structure(
      "CopyObjectRequest",
      [bucket, key, checksumAlgorithm, copySource, ifMatch, ifNoneMatch, metadataDirective, taggingDirective]
        + grants.all + headers.all + sourceConditions.all + encryption.all + customerKey.all + sourceKey.all + lock.all
        + [storageClass, tagging, requestPayer, expectedBucketOwner, expectedSourceBucketOwner])
  }
  enum Output: StructureShape {
    static let copyObjectResult = Member<Values<CopyObjectResult>>("CopyObjectResult", .payload)
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let copySourceVersionID = Member<String>("CopySourceVersionId", .header("x-amz-copy-source-version-id"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let encryption = EncryptionSet<Output>()
    static let customerKey = CustomerKeySet<Output>()
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "CopyObjectOutput",
      [copyObjectResult, expiration, copySourceVersionID, versionID, requestCharged] + encryption.all
        + customerKey.answered)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let plan = try Plan(input, request, service)
    let source = plan.source
    let algorithm = plan.algorithm
    let keys = (source: plan.sourceKey, new: plan.description.key)
    // The files can be shared unless a customer's key changes.
    let isShared = keys.source?.md5 == keys.new?.md5
    if isShared, source.partCount == 0, let checksum = source.checksum, checksum.algorithm == algorithm,
      checksum.type == .fullObject
    {
      return .now(try write(plan, etag: source.etag, checksum: checksum, nil, input, request, service))
    }
    // A hash is missing, or the cipher is another: the bytes are read.
    let content = try service.store.content(of: source, 0..<source.size)
    if isShared, case .bytes(let bytes) = content {
      return .now(try write(plan, BodyDigest.of(bytes, [algorithm]), nil, input, request, service))
    }
    let hold = LoopOnly(source.body.map { BodyHold($0, service.store) })
    let blobs = service.blobs
    let size = source.size
    return .later {
      let outcome = await blobs.threads.run { () -> Result<(BodyDigest.Result, BodySpool.Result?), AWSError> in
        if isShared || size == 0 {
          return BodyCopy.digest(content, [algorithm], key: keys.source, from: blobs).map { ($0, nil) }
        }
        return BodyCopy.write(content, [algorithm], sourceKey: keys.source, key: keys.new, to: blobs).map {
          ($0.digest, $0)
        }
      }
      return { () throws(AWSError) -> Answer<Output> in
        hold.value?.end()
        let now = try Plan(input, request, service)
        // The source was written meanwhile: the copy is of what it is now.
        guard now.source.id == source.id, now.source.body == source.body, now.source.modified == source.modified else {
          return try perform(input, request, service)
        }
        let (digest, body) = try outcome.get()
        return .now(try write(now, digest, body, input, request, service))
      }
    }
  }

  /// Everything that is known before the bytes are looked at.
  private struct Plan {
    var bucket: StoredBucket
    var existing: StoredObject?
    var source: StoredObject
    var sourceVersion: String?
    var sourceKey: CustomerKey?
    var description: ObjectDescription
    var headers: String
    var tags: String
    var algorithm: ChecksumAlgorithm

    init(_ input: Values<Input>, _ request: RequestContext, _ service: S3Service) throws(AWSError) {
      bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
      let key = input[Input.key]
      try S3Service.checkKey(key)
      try Precondition.checkForm(ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch])
      description = try ObjectDescription(input, bucket, request, service)
      let from = try CopySource(input[Input.copySource])
      let sourceBucket = try service.bucket(from.bucket, owner: input[Input.expectedSourceBucketOwner])
      source = try service.copied(sourceBucket, from)
      sourceVersion = sourceBucket.shownVersion(source)
      let attributes = ObjectAttributes(stored: source.attributes)
      sourceKey = try CustomerKey(Input.sourceKey, input, reads: true)
      try CustomerKey.check(sourceKey, attributes)
      try Input.sourceConditions.precondition(input).checkCopySource(source)
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
      let isItself = sourceBucket.id == bucket.id && from.key == key && source.state == .current && from.version == nil
      let changesEncryption =
        input.has(Input.encryption.algorithm) || description.key != nil || sourceKey != nil
        || description.attributes.encryption != attributes.encryption
      if isItself, !replaces, description.storageClass == source.storageClass, !changesEncryption,
        !input.has(Input.headers.websiteRedirectLocation), !attributes.isRestored(request.now)
      {
        throw AWSError.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
            + "metadata, storage class, website redirect location or encryption attributes.")
      }
      existing = try service.store.current(bucket, key)
      try Precondition.checkWrite(
        ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch], existing: existing, key: key)

      // A redirect is never copied.
      var kept = ObjectHeaders(stored: source.headers)
      kept.websiteRedirectLocation = description.headers.websiteRedirectLocation
      headers = replaces ? description.headers.stored : kept.stored
      tags = input[Input.taggingDirective] == "REPLACE" ? description.tags : source.tags
      algorithm =
        input[Input.checksumAlgorithm].flatMap { ChecksumAlgorithm(name: $0) } ?? source.checksum?.algorithm
        ?? .crc64nvme
    }
  }

  private static func write(
    _ plan: Plan, _ digest: BodyDigest.Result, _ body: BodySpool.Result?, _ input: Values<Input>,
    _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    let checksum = Checksum(
      algorithm: plan.algorithm, type: .fullObject, text: Base64.encode(digest.checksum(plan.algorithm)))
    return try write(plan, etag: Hex.encode(digest.md5), checksum: checksum, body, input, request, service)
  }

  /// `body`: a new one; nil: the source's is shared.
  private static func write(
    _ plan: Plan, etag: String, checksum: Checksum, _ body: BodySpool.Result?, _ input: Values<Input>,
    _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    let now = service.now
    let key = input[Input.key]
    let description = plan.description
    let content: NewObject.Content
    if let body, case .file(let file) = body.content {
      content = .body(try service.store.createBody(file, body.digest, now: now))
    } else if let body = plan.source.body {
      // Before the object that is written over lets go of its own, which may be the same.
      try service.store.retain(body)
      content = .body(body)
    } else {
      content = .bytes(try service.store.data(of: plan.source, 0..<plan.source.size))
    }
    let version = try service.store.put(
      NewObject(
        modified: now, size: plan.source.size, etag: etag, storageClass: description.storageClass, checksum: checksum,
        owner: description.owner, headers: plan.headers, tags: plan.tags, attributes: description.attributes.stored,
        content: content),
      plan.bucket, key, over: plan.existing)
    let event = S3Event(name: .copy, key: key, size: plan.source.size, etag: etag, versionID: version)
    try service.tell(event, in: plan.bucket, request)
    let expiration = service.expiration(
      of: key, size: plan.source.size, tags: plan.tags, storageClass: description.storageClass, modified: now,
      in: plan.bucket)
    return .with {
      $0[Output.versionID] = version
      $0[Output.copySourceVersionID] = plan.sourceVersion
      $0[Output.expiration] = expiration
      Output.encryption.write(description.attributes, to: &$0)
      Output.customerKey.write(description.attributes, to: &$0)
      $0[Output.copyObjectResult] = .with {
        $0[CopyObjectResult.eTag] = "\"\(etag)\""
        $0[CopyObjectResult.lastModified] = Timestamp(seconds: now.seconds)
        $0[CopyObjectResult.checksums[checksum.algorithm]] = checksum.text
        $0[CopyObjectResult.checksumType] = checksum.type.name
      }
    }
  }
}

enum CopyObjectResult: StructureShape {
  static let eTag = Member<String>("ETag")
  static let lastModified = Member<Timestamp>("LastModified")
  static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
  static let checksums = ChecksumSet<Self>(.elements)
  static let shape = structure("CopyObjectResult", [eTag, lastModified, checksumType] + checksums.all)
}
