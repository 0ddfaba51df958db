import Protocols
import Runtime

/// What GetObject would answer, without the bytes.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
enum HeadObject: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding(
    "HEAD", "/{Bucket}/{Key+}", statusWhen: HTTPBinding.StatusWhen(field: "Content-Range", status: 206))

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let conditions = ConditionSet<Input>()
    static let overrides = OverrideSet<Input>()
    static let customerKey = CustomerKeySet<Input>()
    static let range = Member<String>("Range", .header("Range"))
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let partNumber = Member<Int32>("PartNumber", .query("partNumber"))
    static let checksumMode = Member<String>(
      "ChecksumMode", .values(S3Values.checksumMode), .header("x-amz-checksum-mode"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let shape = structure(
      "HeadObjectRequest",
      [bucket, key, range, versionID, partNumber, checksumMode, requestPayer, expectedBucketOwner]
        + conditions.all + overrides.all + customerKey.all)
  }
  enum Output: ObjectReadMembers {
    static let archiveStatus = Member<String>(
      "ArchiveStatus", .values(S3Values.archiveStatus), .header("x-amz-archive-status"))
    static let headers = HeaderSet<Output>()
    static let checksums = ChecksumSet<Output>(.headers)
    static let encryption = EncryptionSet<Output>()
    static let customerKey = CustomerKeySet<Output>()
    static let lock = LockSet<Output>()
    static let deleteMarker = Member<Bool>("DeleteMarker", .header("x-amz-delete-marker"))
    static let acceptRanges = Member<String>("AcceptRanges", .header("accept-ranges"))
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let restore = Member<String>("Restore", .header("x-amz-restore"))
    static let lastModified = Member<Timestamp>("LastModified", .header("Last-Modified"))
    static let contentLength = Member<Int>("ContentLength", .header("Content-Length"))
    static let eTag = Member<String>("ETag", .header("ETag"))
    static let checksumType = Member<String>(
      "ChecksumType", .values(S3Values.checksumType), .header("x-amz-checksum-type"))
    static let missingMeta = Member<Int32>("MissingMeta", .header("x-amz-missing-meta"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let contentRange = Member<String>("ContentRange", .header("Content-Range"))
    static let storageClass = Member<String>(
      "StorageClass", .values(S3Values.storageClass), .header("x-amz-storage-class"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let replicationStatus = Member<String>(
      "ReplicationStatus", .values(S3Values.replicationStatus), .header("x-amz-replication-status"))
    static let partsCount = Member<Int32>("PartsCount", .header("x-amz-mp-parts-count"))
    static let tagCount = Member<Int32>("TagCount", .header("x-amz-tagging-count"))
    static let shape = structure(
      "HeadObjectOutput",
      [
        archiveStatus, deleteMarker, acceptRanges, expiration, restore, lastModified, contentLength, eTag, checksumType,
        missingMeta,
        versionID, contentRange, storageClass, requestCharged, replicationStatus, partsCount, tagCount,
      ] + headers.all + checksums.all + encryption.withoutContext + customerKey.answered + lock.all)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    try Input.overrides.check(input, request)
    let key = input[Input.key]
    let object = try service.object(bucket, key, version: input[Input.versionID], method: "HEAD")
    let attributes = ObjectAttributes(stored: object.attributes)
    if let head = request.head { try CustomerKey.checkRead(head) }
    let customerKey = try CustomerKey(Input.customerKey, input, reads: true)
    try CustomerKey.check(customerKey, attributes)
    try Input.conditions.precondition(input).checkRead(object)
    let selection = try ObjectSelection(
      of: object, range: input[Input.range], part: input[Input.partNumber].map { Int($0) }, service.store)
    let reading = ObjectReading(bucket: bucket, key: key, object: object, attributes: attributes, selection: selection)
    var output: Values<Output> = reading.head(
      showsChecksum: input[Input.checksumMode] == "ENABLED", showsExpiration: !input.has(Input.versionID), service)
    output[Output.contentLength] = selection.range.count
    Input.overrides.write(input, Output.headers, to: &output)
    return .now(output)
  }
}
