import Protocols
import Runtime

/// A page of an upload's parts in the order of their numbers.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
enum ListParts: AWSOperation {
  static let http: HTTPBinding? = HTTPBinding("GET", "/{Bucket}/{Key+}", queryKeys: ["uploadId"])

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let key = Required<String>("Key", .atLeast(1), .label)
    static let maxParts = Member<Int32>("MaxParts", .query("max-parts"))
    static let partNumberMarker = Member<Int32>("PartNumberMarker", .query("part-number-marker"))
    static let uploadID = Required<String>("UploadId", .query("uploadId"))
    static let requestPayer = Member<String>(
      "RequestPayer", .values(S3Values.requestPayer), .header("x-amz-request-payer"), .emulatedOnly(["requester"]))
    static let expectedBucketOwner = Member<String>("ExpectedBucketOwner", .header("x-amz-expected-bucket-owner"))
    static let customerKey = CustomerKeySet<Input>()
    static let shape = structure(
      "ListPartsRequest",
      [bucket, key, maxParts, partNumberMarker, uploadID, requestPayer, expectedBucketOwner] + customerKey.all)
  }
  enum Output: StructureShape {
    static let abortDate = Member<Timestamp>("AbortDate", .header("x-amz-abort-date"))
    static let abortRuleID = Member<String>("AbortRuleId", .header("x-amz-abort-rule-id"))
    static let bucket = Member<String>("Bucket")
    static let key = Member<String>("Key", .atLeast(1))
    static let uploadID = Member<String>("UploadId")
    static let partNumberMarker = Member<Int32>("PartNumberMarker")
    static let nextPartNumberMarker = Member<Int32>("NextPartNumberMarker")
    static let maxParts = Member<Int32>("MaxParts")
    static let isTruncated = Member<Bool>("IsTruncated")
    static let parts = Member<[Values<UploadedPart>]>("Parts", .xmlName("Part"), .flattened)
    static let initiator = Member<Values<Initiator>>("Initiator")
    static let owner = Member<Values<Owner>>("Owner")
    static let storageClass = Member<String>("StorageClass", .values(S3Values.storageClass))
    static let requestCharged = Member<String>(
      "RequestCharged", .values(S3Values.requestCharged), .header("x-amz-request-charged"))
    static let checksumAlgorithm = Member<String>("ChecksumAlgorithm", .values(S3Values.checksumAlgorithm))
    static let checksumType = Member<String>("ChecksumType", .values(S3Values.checksumType))
    static let shape = structure(
      "ListPartsOutput", xmlName: "ListPartsResult",
      [
        abortDate, abortRuleID, bucket, key, uploadID, partNumberMarker, nextPartNumberMarker, maxParts, isTruncated,
        parts, initiator, owner, storageClass, requestCharged, checksumAlgorithm, checksumType,
      ])
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    let bucket = try service.bucket(input[Input.bucket], owner: input[Input.expectedBucketOwner])
    let limit = try S3Service.pageLimit(input[Input.maxParts], "max-parts")
    let marker = input[Input.partNumberMarker] ?? 0
    let upload = try service.openUpload(input[Input.uploadID], bucket, input[Input.key])
    let found = try service.store.parts(of: upload.body, after: Int(marker), limit: limit + 1)
    let page = found.prefix(limit)
    return .now(
      .with { out in
        out[Output.bucket] = bucket.name
        out[Output.key] = upload.key
        out[Output.uploadID] = upload.name
        out[Output.partNumberMarker] = marker
        out[Output.nextPartNumberMarker] = page.last.map { Int32($0.number) } ?? 0
        out[Output.maxParts] = Int32(limit)
        out[Output.isTruncated] = found.count > page.count && limit > 0
        out[Output.storageClass] = upload.storageClass
        out[Output.owner] = service.owner(upload.owner.isEmpty ? bucket.account : upload.owner)
        out[Output.initiator] = service.initiator(upload.owner.isEmpty ? bucket.account : upload.owner)
        if let algorithm = upload.algorithm {
          out[Output.checksumAlgorithm] = algorithm.name
          out[Output.checksumType] = upload.checksumType.name
        }
        if page.isEmpty { return }
        out[Output.parts] = page.map { part in
          .with {
            $0[UploadedPart.partNumber] = Int32(part.number)
            $0[UploadedPart.lastModified] = Timestamp(seconds: part.modified.seconds)
            $0[UploadedPart.eTag] = "\"\(Hex.encode(part.md5))\""
            $0[UploadedPart.size] = part.size
            if let algorithm = upload.algorithm {
              $0[UploadedPart.checksums[algorithm]] = Base64.encode(part.checksum)
            }
          }
        }
      })
  }
}

enum UploadedPart: StructureShape {
  static let partNumber = Member<Int32>("PartNumber")
  static let lastModified = Member<Timestamp>("LastModified")
  static let eTag = Member<String>("ETag")
  static let size = Member<Int>("Size")
  static let checksums = ChecksumSet<Self>(.elements)
  static let shape = structure("Part", [partNumber, lastModified, eTag, size] + checksums.all)
}

enum Initiator: StructureShape {
  static let id = Member<String>("ID")
  static let displayName = Member<String>("DisplayName")
  static let shape = structure("Initiator", id, displayName)
}

extension S3Service {
  func initiator(_ account: String) -> Values<Initiator> {
    let user = CanonicalUser.id(of: account)
    return .with {
      $0[Initiator.id] = user
      $0[Initiator.displayName] = names.name(ofUser: user)
    }
  }
}
