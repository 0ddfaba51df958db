import Protocols
import Runtime
import Storage

/// Takes one part of an upload from an object that is there, whole or a range of it. A worker reads, hashes and writes.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
enum UploadPartCopy: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding(
    "PUT", "/{Bucket}/{Key+}", queryKeys: ["partNumber", "uploadId"], header: "x-amz-copy-source")

  enum Input: PartMembers {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let copySource = Required<String>("CopySource", .pattern(#"\/?.+\/.+"#), .header("x-amz-copy-source"))
    static let sourceConditions = ConditionSet<Input>(ofSource: true)
    static let copySourceRange = Member<String>("CopySourceRange", .header("x-amz-copy-source-range"))
    static let partNumber = Required<Int32>("PartNumber", .query("partNumber"))
    static let uploadID = Required<String>("UploadId", .query("uploadId"))
    static let customerKey = CustomerKeySet<Input>()
    static let sourceKey = CustomerKeySet<Input>(ofSource: true)
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let expectedSourceBucketOwner = Member<String>(
      "ExpectedSourceBucketOwner", .header("x-amz-source-expected-bucket-owner"))
    static let shape = structure(
      "UploadPartCopyRequest",
      [bucket, key, copySource, copySourceRange, partNumber, uploadID] + sourceConditions.all + customerKey.all
        + sourceKey.all + [requestPayer, expectedBucketOwner, expectedSourceBucketOwner])
  }
  enum Output: StructureShape {
    static let copySourceVersionID = Member<String>("CopySourceVersionId", .header("x-amz-copy-source-version-id"))
    static let copyPartResult = Member<Values<CopyPartResult>>("CopyPartResult", .payload)
    static let encryption = EncryptionSet<Output>()
    static let customerKey = CustomerKeySet<Output>()
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "UploadPartCopyOutput",
      [copySourceVersionID, copyPartResult, requestCharged] + encryption.withoutContext + customerKey.answered)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let (upload, key) = try service.upload(ofPart: input)
    let from = try CopySource(input[Input.copySource])
    let bucket = try service.bucket(from.bucket, owner: input[Input.expectedSourceBucketOwner])
    let source = try service.copied(bucket, from)
    try Input.sourceConditions.precondition(input).checkCopySource(source)
    let sourceKey = try CustomerKey(Input.sourceKey, input, reads: true)
    try CustomerKey.check(sourceKey, ObjectAttributes(stored: source.attributes))
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
      let outcome = await blobs.threads.run {
        BodyCopy.write(content, [algorithm], sourceKey: sourceKey, key: key, to: blobs)
      }
      return { () throws(AWSError) -> Answer<Output> in
        hold.value?.end()
        var answer = try write(outcome.get(), input, service)
        answer[Output.copySourceVersionID] = shownVersion
        return .now(answer)
      }
    }
  }

  private static func write(
    _ body: BodySpool.Result, _ input: Values<Input>, _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    let (upload, _) = try service.upload(ofPart: input)
    let now = service.now
    let attributes = try service.keepPart(body, input, now: now)
    return .with {
      Output.encryption.write(attributes, to: &$0)
      Output.customerKey.write(attributes, to: &$0)
      $0[Output.copyPartResult] = .with {
        $0[CopyPartResult.eTag] = "\"\(Hex.encode(body.digest.md5))\""
        $0[CopyPartResult.lastModified] = Timestamp(seconds: now.seconds)
        if upload.algorithm != nil, let shown = body.digest.checksums.first {
          $0[CopyPartResult.checksums[shown.algorithm]] = Base64.encode(shown.bytes)
        }
      }
    }
  }
}

enum CopyPartResult: StructureShape {
  static let eTag = Member<String>("ETag")
  static let lastModified = Member<Timestamp>("LastModified")
  static let checksums = ChecksumSet<Self>(.elements)
  static let shape = structure("CopyPartResult", [eTag, lastModified] + checksums.all)
}
