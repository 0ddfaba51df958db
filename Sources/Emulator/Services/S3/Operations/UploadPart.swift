import Protocols
import Runtime
import Storage

/// Takes one part of an upload; the last one of a number counts.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
enum UploadPart: BodyStreamingOperation {
  static let http: HTTPBinding? = HTTPBinding("PUT", "/{Bucket}/{Key+}", queryKeys: ["partNumber", "uploadId"])

  enum Input: PartMembers {
    static let body = Member<Blob>("Body", .payload, .streaming)
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let contentLength = Member<Int>("ContentLength", .header("Content-Length"))
    static let contentMD5 = Member<String>("ContentMD5", .header("Content-MD5"))
    static let checksumAlgorithm = Member<String>(
      "ChecksumAlgorithm", .values(S3Values.checksumAlgorithm), .header("x-amz-sdk-checksum-algorithm"))
    static let checksums = ChecksumSet<Input>(.headers)
    static let customerKey = CustomerKeySet<Input>()
    static let partNumber = Required<Int32>("PartNumber", .query("partNumber"))
    static let uploadID = Required<String>("UploadId", .query("uploadId"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "UploadPartRequest",
      [body, bucket, key, contentLength, contentMD5, checksumAlgorithm, partNumber, uploadID] + checksums.all
        + customerKey.all + [requestPayer, expectedBucketOwner])
  }
  enum Output: StructureShape {
    static let eTag = Member<String>("ETag", .header("ETag"))
    static let checksums = ChecksumSet<Output>(.headers)
    static let encryption = EncryptionSet<Output>()
    static let customerKey = CustomerKeySet<Output>()
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let shape = structure(
      "UploadPartOutput",
      [eTag, requestCharged] + checksums.all + encryption.withoutContext + customerKey.answered)
  }

  static func receiver(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> any BodyReceiver {
    let (upload, key) = try service.upload(ofPart: input)
    guard let head = request.head else { throw AWSError.missingContentLength() }
    let expectation = try BodyExpectation(head, limit: S3Service.objectLimit)
    // Parts of a composite checksum must bring theirs; another one is never taken.
    if let asked = upload.algorithm, asked != expectation.algorithm,
      expectation.algorithm != nil || upload.checksumType == .composite
    {
      throw AWSError.invalidRequest(
        "Checksum Type mismatch occurred, expected checksum Type: \(asked.name.lowercased()), actual checksum Type: "
          + (expectation.algorithm?.name.lowercased() ?? "null"))
    }
    return BodySpool(
      expectation, [upload.partAlgorithm], signed: request.signedBody, key: key, memoryLimit: 0,
      line: service.line, loop: service.loop)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    if let spool = request.body as? BodySpool {
      guard let result = spool.result else { throw AWSError.incompleteBody() }
      return .now(try write(result, input, service))
    }
    // From inside of the emulator the body is there already.
    let (upload, key) = try service.upload(ofPart: input)
    let algorithm = upload.partAlgorithm
    let bytes = input[Input.body]?.bytes ?? []
    let blobs = service.blobs
    return .later {
      let outcome = await blobs.threads.run { BodyCopy.write(.bytes(bytes), [algorithm], key: key, to: blobs) }
      return { () throws(AWSError) -> Answer<Output> in .now(try write(outcome.get(), input, service)) }
    }
  }

  private static func write(
    _ body: BodySpool.Result, _ input: Values<Input>, _ service: S3Service
  ) throws(AWSError) -> Values<Output> {
    let attributes = try service.keepPart(body, input, now: service.now)
    return .with {
      $0[Output.eTag] = "\"\(Hex.encode(body.digest.md5))\""
      Output.encryption.write(attributes, to: &$0)
      Output.customerKey.write(attributes, to: &$0)
      // What the client asked for comes last; without a wish the upload's own.
      if let shown = body.digest.checksums.last {
        $0[Output.checksums[shown.algorithm]] = Base64.encode(shown.bytes)
      }
    }
  }
}
