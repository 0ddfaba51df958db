import Protocols
import Runtime

/// What is known of an object, as far as it is asked for, without its bytes.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
enum GetObjectAttributes: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}/{Key+}?attributes")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let versionID = Member<String>("VersionId", .query("versionId"))
    static let maxParts = Member<Int32>("MaxParts", .header("x-amz-max-parts"))
    static let partNumberMarker = Member<Int32>("PartNumberMarker", .header("x-amz-part-number-marker"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let objectAttributes = Required<[String]>(
      "ObjectAttributes", .header("x-amz-object-attributes"),
      .each([.values(["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"])]))
    static let customerKey = CustomerKeySet<Input>()
    static let shape = structure(
      "GetObjectAttributesRequest",
      [bucket, key, versionID, maxParts, partNumberMarker, requestPayer, expectedBucketOwner, objectAttributes]
        + customerKey.all)
  }
  enum Output: StructureShape {
    static let deleteMarker = Member<Bool>("DeleteMarker", .header("x-amz-delete-marker"))
    static let lastModified = Member<Timestamp>("LastModified", .header("Last-Modified"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let eTag = Member<String>("ETag")
    static let checksum = Member<Values<ObjectChecksum>>("Checksum")
    static let objectParts = Member<Values<ObjectParts>>("ObjectParts")
    static let storageClass = Member<String>("StorageClass", .values(S3Values.storageClass))
    static let objectSize = Member<Int>("ObjectSize")
    static let shape = structure(
      "GetObjectAttributesOutput", xmlName: "GetObjectAttributesResponse",
      [
        deleteMarker, lastModified, versionID, requestCharged, eTag, checksum, objectParts, storageClass, objectSize,
      ])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let object = try service.object(bucket, input[Input.key], version: input[Input.versionID])
    let attributes = ObjectAttributes(stored: object.attributes)
    try CustomerKey.check(CustomerKey(Input.customerKey, input, reads: true), attributes)
    let asked = Set(input[Input.objectAttributes])
    var output = Values<Output>()
    output[Output.lastModified] = Timestamp(seconds: object.modified.seconds)
    output[Output.versionID] = bucket.shownVersion(object)
    if asked.contains("ETag") { output[Output.eTag] = object.etag }
    if asked.contains("StorageClass") { output[Output.storageClass] = object.storageClass }
    if asked.contains("ObjectSize") { output[Output.objectSize] = object.size }
    if asked.contains("Checksum"), let checksum = object.checksum {
      output[Output.checksum] = .with {
        // The number of parts is told apart.
        $0[ObjectChecksum.checksums[checksum.algorithm]] = String(checksum.text.prefix { $0 != "-" })
        $0[ObjectChecksum.checksumType] = checksum.type.name
      }
    }
    if asked.contains("ObjectParts"), object.partCount > 0 {
      output[Output.objectParts] = try parts(input, object, service)
    }
    return .now(output)
  }

  /// The parts themselves are told where each has a checksum of its own, as S3 does.
  private static func parts(
    _ input: Values<Input>, _ object: StoredObject, _ service: S3Service
  ) throws(AWSError) -> Values<ObjectParts> {
    let limit = try S3Service.pageLimit(input[Input.maxParts], "max-parts")
    let marker = Int(input[Input.partNumberMarker] ?? 0)
    var shown = Values<ObjectParts>()
    shown[ObjectParts.totalPartsCount] = Int32(object.partCount)
    guard let body = object.body, let checksum = object.checksum, checksum.type == .composite else { return shown }
    let page = try service.store.parts(of: body, after: marker, limit: limit + 1)
    let parts = page.prefix(limit)
    shown[ObjectParts.partNumberMarker] = Int32(marker)
    shown[ObjectParts.maxParts] = Int32(limit)
    shown[ObjectParts.isTruncated] = page.count > limit
    shown[ObjectParts.nextPartNumberMarker] = Int32(parts.last?.number ?? 0)
    shown[ObjectParts.parts] = parts.map { part in
      .with {
        $0[ObjectPart.partNumber] = Int32(part.number)
        $0[ObjectPart.size] = part.size
        $0[ObjectPart.checksums[checksum.algorithm]] = Base64.encode(part.checksum)
      }
    }
    return shown
  }
}

enum ObjectChecksum: StructureShape {
  static let checksums = ChecksumSet<Self>(.elements)
  static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
  static let shape = structure("Checksum", checksums.all + [checksumType])
}

enum ObjectParts: StructureShape {
  static let totalPartsCount = Member<Int32>("TotalPartsCount", .xmlName("PartsCount"))
  static let partNumberMarker = Member<Int32>("PartNumberMarker")
  static let nextPartNumberMarker = Member<Int32>("NextPartNumberMarker")
  static let maxParts = Member<Int32>("MaxParts")
  static let isTruncated = Member<Bool>("IsTruncated")
  static let parts = Member<[Values<ObjectPart>]>("Parts", .xmlName("Part"), .flattened)
  static let shape = structure(
    "GetObjectAttributesParts", totalPartsCount, partNumberMarker, nextPartNumberMarker, maxParts, isTruncated, parts)
}

enum ObjectPart: StructureShape {
  static let partNumber = Member<Int32>("PartNumber")
  static let size = Member<Int>("Size")
  static let checksums = ChecksumSet<Self>(.elements)
  static let shape = structure("ObjectPart", [partNumber, size] + checksums.all)
}
