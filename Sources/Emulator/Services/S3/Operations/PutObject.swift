import Protocols
import Runtime
import Storage

/// Writes an object. The body is hashed while it comes in; the row is written once all of it is where it stays.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
enum PutObject: BodyStreamingOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}")

  enum Input: ObjectWriteMembers {
    static let body = Member<Blob>("Body", .payload, .streaming)
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let contentLength = Member<Int>("ContentLength", .header("Content-Length"))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let checksums = ChecksumSet<Input>(.headers)
    static let ifMatch = Member<String>("IfMatch", .header("If-Match"))
    static let ifNoneMatch = Member<String>("IfNoneMatch", .header("If-None-Match"))
    static let writeOffsetBytes = Member<Int>("WriteOffsetBytes", .header("x-amz-write-offset-bytes"), .notEmulated)
    static let headers = HeaderSet<Input>()
    static let encryption = EncryptionSet<Input>(refuses: true)
    static let customerKey = CustomerKeySet<Input>()
    static let lock = LockSet<Input>()
    static let grants = GrantSet<Input>(canned: S3Values.objectCannedACL, hasWrite: false)
    static let tagging = Member<String>("Tagging", .header("x-amz-tagging"))
    static let storageClass = Member<String>(
      "StorageClass", .values(S3Values.storageClass), .header("x-amz-storage-class"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "PutObjectRequest",
      [body, bucket, key, contentLength, contentMD5, checksumAlgorithm, ifMatch, ifNoneMatch, writeOffsetBytes]
        + grants.all + headers.all + checksums.all + encryption.all + customerKey.all + lock.all
        + [storageClass, tagging, requestPayer, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let eTag = Member<String>("ETag", .header("ETag"))
    static let checksums = ChecksumSet<Output>(.headers)
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let encryption = EncryptionSet<Output>()
    static let customerKey = CustomerKeySet<Output>()
    static let size = Member<Int>("Size", .header("x-amz-object-size"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "PutObjectOutput",
      [expiration, eTag, checksumType, versionID, size, requestCharged] + checksums.all + encryption.all
        + customerKey.answered)
  }

  static func receiver(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> any BodyReceiver {
    let plan = try Plan(input, request, service)
    guard let head = request.head else { throw AWSError.missingContentLength() }
    let expectation = try BodyExpectation(head, limit: S3Service.objectLimit)
    if plan.description.attributes.lockMode != nil || plan.description.attributes.hasLegalHold != nil,
      input.has(Input.lock.mode) || input.has(Input.lock.legalHold), expectation.md5 == nil,
      expectation.algorithm == nil
    {
      throw AWSError.invalidRequest(
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters")
    }
    let spool = BodySpool(
      expectation, [expectation.algorithm ?? .crc64nvme], signed: request.signedBody, key: plan.description.key,
      memoryLimit: BodySpool.inMemory, line: service.line, loop: service.loop)
    spool.plan = plan
    return spool
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    if let spool = request.body as? BodySpool {
      guard let result = spool.result else { throw AWSError.incompleteBody() }
      return .now(try write(result, spool.plan as? Plan, input, request, service))
    }
    // From inside of the emulator the body is there already.
    let key = try Plan(input, request, service).description.key
    let bytes = input[Input.body]?.bytes ?? []
    if bytes.count <= BodySpool.inMemory, key == nil || bytes.isEmpty {
      let digest = BodyDigest.of(bytes, [.crc64nvme])
      return .now(try write(BodySpool.Result(digest: digest, content: .bytes(bytes)), nil, input, request, service))
    }
    let blobs = service.blobs
    return .later {
      let outcome = await blobs.threads.run { BodyCopy.write(.bytes(bytes), [.crc64nvme], key: key, to: blobs) }
      return { () throws(AWSError) -> Answer<Output> in .now(try write(outcome.get(), nil, input, request, service)) }
    }
  }

  /// Where the object goes, and everything about it that its head tells.
  private struct Plan {
    var bucket: StoredBucket
    var description: ObjectDescription
    private var revision: Int

    /// Nothing that it follows from has changed since.
    func holds(_ service: S3Service) -> Bool {
      service.store.buckets[bucket.name] === bucket && bucket.revision == revision
    }

    init(_ input: Values<Input>, _ request: RequestContext, _ service: S3Service) throws(AWSError) {
      bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
      try S3Service.checkKey(input[Input.key])
      try Precondition.checkForm(ifMatch: input[Input.ifMatch], ifNoneMatch: input[Input.ifNoneMatch])
      description = try ObjectDescription(input, bucket, request, service)
      revision = bucket.revision
    }
  }

  private static func write(
    _ body: BodySpool.Result, _ before: Plan?, _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    // The bucket may be gone, or the object changed, since the body began to come.
    let plan: Plan
    if let before, before.holds(service) { plan = before } else { plan = try Plan(input, request, service) }
    let bucket = plan.bucket
    let key = input[Input.key]
    let newest = try service.store.current(bucket, key)
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
    let description = plan.description
    let version = try service.store.put(
      NewObject(
        modified: now, size: body.digest.size, etag: etag, storageClass: description.storageClass, checksum: checksum,
        owner: description.owner, headers: description.headers.stored, tags: description.tags,
        attributes: description.attributes.stored, content: content),
      bucket, key, over: newest)
    let event = S3Event(
      name: request.head?.method == "POST" ? .post : .put, key: key, size: body.digest.size, etag: etag,
      versionID: version)
    try service.tell(event, in: bucket, request)
    var output = Values<Output>()
    output[Output.expiration] = service.expiration(
      of: key, size: body.digest.size, tags: description.tags, storageClass: description.storageClass, modified: now,
      in: bucket)
    output[Output.eTag] = "\"\(etag)\""
    output[Output.versionID] = version
    output[Output.checksums[checksum.algorithm]] = checksum.text
    output[Output.checksumType] = checksum.type.name
    Output.encryption.write(description.attributes, to: &output)
    Output.customerKey.write(description.attributes, to: &output)
    if let context = description.attributes.kmsContext { output[Output.encryption.context] = context }
    return output
  }
}
